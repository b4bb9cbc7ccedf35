import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// Who can make a server look for its parent, and whom it takes for it.
@Suite struct ParentRuleTests {
    /// A domain whose parent would be at this address, and answers nowhere.
    private static func domain(
        _ address: String, original: Bool = false, _ change: (inout SecurityPolicy) -> Void = { _ in }
    ) throws -> RuledDomain {
        let machine: PropertyList = [
            Property("name", "hub"), Property("ip_address", address), Property("serves", "../network"),
        ]
        let records = [
            DirectoryRecord(id: 0, instance: 0, parent: 0, children: [1], properties: []),
            DirectoryRecord(id: 1, instance: 0, parent: 0, children: [2], properties: [Property("name", "machines")]),
            DirectoryRecord(id: 2, instance: 0, parent: 1, children: [], properties: machine),
        ]
        return try RuledDomain(try DirectoryTree(DirectorySnapshot(records: records)), original: original, change)
    }

    /// What became of RPARENT.
    private struct Found: Equatable {
        let status: NIStatus?
        /// Whether the server looked for anybody.
        let hasSearched: Bool

        static let nobody = Found(status: .networkRoot, hasSearched: false)
        static let nobodyAnywhere = Found(status: .networkRoot, hasSearched: true)
    }

    private static func parent(_ domain: RuledDomain, from caller: AccessCaller) throws -> Found {
        let status = try domain.call(.netInfo(.rparent), from: caller)?.status
        return Found(status: status, hasSearched: domain.server.log.contains("no parent answers"))
    }

    @Test func `a stranger's RPARENT starts no search, a trusted one's does`() throws {
        let domain = try Self.domain("192.0.2.1") { $0.readFrom = .anywhere }
        #expect(try Self.parent(domain, from: .strangerHigh) == .nobody)
        #expect(try Self.parent(domain, from: .trustedHigh) == .nobodyAnywhere)
        let open = try Self.domain("192.0.2.1") {
            $0.readFrom = .anywhere
            $0.maintenanceCalls = .everyone
        }
        #expect(try Self.parent(open, from: .strangerHigh) == .nobodyAnywhere)
    }

    @Test func `nobody becomes the parent by answering a broadcast`() throws {
        let domain = try Self.domain("255.255.255.255")
        for _ in 0..<3 { #expect(try Self.parent(domain, from: .localRoot) == .nobody) }
        #expect(domain.server.log.lines.count { $0.contains("not looking for the parent by broadcast") } == 1)
        let open = try Self.domain("255.255.255.255") { $0.broadcastBinding = true }
        #expect(try Self.parent(open, from: .localRoot) == .nobodyAnywhere)
        #expect(!open.server.log.contains("not looking for the parent by broadcast"))
    }
}
