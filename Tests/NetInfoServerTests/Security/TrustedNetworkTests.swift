import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// Which networks a domain trusts: what it lists, or else those that the host is attached to.
@Suite struct TrustedNetworkTests {
    private static func domain(
        _ values: [String]?, _ change: (inout SecurityPolicy) -> Void = { _ in }
    ) throws -> RuledDomain {
        let networks: [(UInt32, UInt32, [UInt32], PropertyList)] = [
            (0, 0, [1], values.map { [property($0)] } ?? []), (1, 0, [2, 3], [Property("name", "networks")]),
            (2, 1, [], [Property("name", "lab", "laboratory"), Property("address", "172.16")]),
            (3, 1, [], [Property("name", "six"), Property("address", "fd00:1::/32")]),
        ]
        let records = networks.map { id, parent, children, list in
            DirectoryRecord(id: id, instance: 0, parent: parent, children: children, properties: list)
        }
        return try RuledDomain(try DirectoryTree(DirectorySnapshot(records: records)), change)
    }

    private static func property(_ values: [String]) -> Property {
        Property(name: Array("trusted_networks".utf8), values: values.map { Array($0.utf8) })
    }

    private static func isAnswered(_ domain: RuledDomain, _ address: String, port: UInt16 = 40_000) throws -> Bool {
        let host = try #require(HostAddress(address))
        return try domain.call(.netInfo(.root), from: PeerAddress(host: host, port: port)) != nil
    }

    /// A value, addresses it admits, addresses it does not.
    private static let spellings: [(String, [String], [String])] = [
        ("192.168.23", ["192.168.23.1", "192.168.23.255"], ["192.168.24.1", "192.168.2.3"]),
        ("192.168.23.0", ["192.168.23.9"], ["192.168.22.9"]),
        ("192.168.23.9", ["192.168.23.9", "192.168.23.10"], ["192.168.22.9"]),
        ("192.168", ["192.168.0.1", "192.168.255.1"], ["192.169.0.1"]), ("10", ["10.255.0.1"], ["11.0.0.1"]),
        ("10.0.5", ["10.9.9.9"], ["11.0.5.1"]),
        ("192.168.16.0/20", ["192.168.16.1", "192.168.31.254"], ["192.168.32.1", "192.168.15.255"]),
        ("203.0.113.5/32", ["203.0.113.5"], ["203.0.113.4"]), ("0.0.0.0/0", ["203.0.113.5"], ["2001:db8::1"]),
        ("fd12:3456::/32", ["fd12:3456::1", "fd12:3456:ffff::9"], ["fd12:3457::1", "10.0.0.1"]),
        ("2001:db8::7", ["2001:db8::7"], ["2001:db8::8"]), ("lab", ["172.16.9.9"], ["172.17.0.1"]),
        ("laboratory", ["172.16.9.9"], ["172.17.0.1"]), ("six", ["fd00:1::5"], ["fd00:2::5"]),
        ("0.0.0.0", [], ["203.0.113.5", "0.0.0.1"]), ("nonsense", [], ["203.0.113.5", "172.16.9.9"]),
        ("10.0.0.0/33", [], ["10.0.0.0", "10.0.0.1"]), ("10.0.0.0/-1", [], ["10.0.0.1"]), ("", [], ["10.0.0.1"]),
    ]

    @Test(arguments: 0..<spellings.count)
    func `a network is written in the old way, with its bits, in IPv6, or by its name`(place: Int) throws {
        let (value, admitted, refused) = Self.spellings[place]
        let domain = try Self.domain([value])
        for address in admitted { #expect(try Self.isAnswered(domain, address), "\(value) has \(address)") }
        for address in refused { #expect(try !Self.isAnswered(domain, address), "\(value) has not \(address)") }
        for own in ["127.0.0.1", "127.9.9.9", "10.77.0.1", "::1"] { #expect(try Self.isAnswered(domain, own)) }
    }

    @Test func `without a list it is the networks that the host is attached to`() throws {
        let domain = try Self.domain(nil)
        #expect(try Self.isAnswered(domain, "10.77.0.200"))
        #expect(try !Self.isAnswered(domain, "10.77.1.1"))
        #expect(try !Self.isAnswered(domain, "203.0.113.5", port: 700))
    }

    @Test func `a list is the whole list`() throws {
        let domain = try Self.domain(["192.168.23", "lab"])
        for address in ["192.168.23.4", "172.16.0.1"] { #expect(try Self.isAnswered(domain, address)) }
        #expect(try !Self.isAnswered(domain, "10.77.0.200"))
        #expect(try !Self.isAnswered(try Self.domain([]), "10.77.0.200"))
    }

    @Test func `networks of the configuration are trusted beside it`() throws {
        let lab = try #require(Network("172.16.0.0/12"))
        for values in [nil, ["192.168.23"]] {
            let domain = try Self.domain(values) { $0.trustedNetworks = [lab] }
            #expect(try Self.isAnswered(domain, "172.31.0.1"))
            #expect(try !Self.isAnswered(domain, "172.32.0.1"))
        }
    }

    @Test func `a change counts from the next call on, on open connections too`() throws {
        let domain = try Self.domain(nil)
        #expect(try Self.isAnswered(domain, "10.77.0.9"))
        let added = CallMessage.createProperty(try domain.id(0), Self.property(["192.168.23"]))
        #expect(try domain.call(added, from: .localRoot)?.status == .ok)
        #expect(try !Self.isAnswered(domain, "10.77.0.9"))
        #expect(try Self.isAnswered(domain, "192.168.23.9"))
        #expect(domain.server.log.contains("a caller whose network is not trusted"))
        let renamed = CallMessage.renameProperty(DirectoryID(object: 1, instance: 0), 0, to: "name")
        #expect(try domain.call(renamed, from: .localRoot)?.status == .ok)
        let changed = CallMessage.writeProperty(try domain.id(0), 0, "10.77.0.0/24")
        #expect(try domain.call(changed, from: .localRoot)?.status == .ok)
        #expect(try Self.isAnswered(domain, "10.77.0.9"))
        #expect(try !Self.isAnswered(domain, "192.168.23.9"))
        let removed = CallMessage.destroyProperty(try domain.id(0), 0)
        #expect(try domain.call(removed, from: .localRoot)?.status == .ok)
        #expect(try Self.isAnswered(domain, "10.77.0.9"))
    }

    @Test func `reading from anywhere does not make passwords welcome from anywhere`() throws {
        let domain = try RuledDomain(try AccessTree.make()) { $0.readFrom = .anywhere }
        #expect(
            try domain.call(.about(.read, AccessTree.alice), from: .strangerLow)?.shows(AccessTree.aliceHash) == false)
        let password = AccessCredential.user.wire
        #expect(try domain.note(in: AccessTree.own, from: .strangerHigh, as: password) == .permissionDenied)
        #expect(try domain.note(in: AccessTree.open, from: .strangerHigh) == .ok)
        #expect(domain.server.log.contains("a password from a network that is not trusted"))
        let open = try RuledDomain(try AccessTree.make()) {
            $0.readFrom = .anywhere
            $0.passwordsFrom = .anywhere
        }
        #expect(try open.note(in: AccessTree.own, from: .strangerHigh, as: password) == .ok)
    }

    @Test func `strangers who may read are told by STATISTICS what clients need, and may not resync`() throws {
        let domain = try RuledDomain(try AccessTree.make()) { $0.readFrom = .anywhere }
        let told = try #require(try domain.call(.netInfo(.statistics), from: .strangerHigh))
        let names = try PropertyList(encoded: told.results).properties.map { String(decoding: $0.name, as: UTF8.self) }
        #expect(names == ["checksum", "tag", "domain_servers", "write_locked"])
        #expect(try domain.call(.netInfo(.resync), from: .strangerHigh)?.status == .permissionDenied)
        let open = try RuledDomain(try AccessTree.make()) {
            $0.readFrom = .anywhere
            $0.statisticsFor = .everyone
            $0.maintenanceCalls = .everyone
        }
        #expect(try open.call(.netInfo(.statistics), from: .strangerHigh)?.shows("hostname") == true)
        #expect(try open.call(.netInfo(.resync), from: .strangerHigh)?.status == .ok)
    }
}
