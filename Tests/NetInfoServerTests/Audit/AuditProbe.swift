import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoStore
import NetInfoTesting
import ONCRPC
import XDR

/// A server in memory that keeps account in a temporary folder, and what a test asks of both.
final class AuditProbe {
    let server: DispatcherServer
    let folder = TemporaryFolder("netinfo-audit")

    /// Serves the domain of the access table on a host of 10.77.0.1/24.
    init(
        _ tree: DirectoryTree? = nil, storage: any DomainStorage = VolatileStorage(),
        policy change: (inout SecurityPolicy) -> Void = { _ in }
    ) throws {
        var policy = SecurityPolicy.hardened
        policy.loginDelay = 0
        change(&policy)
        try FileManager.default.createDirectory(
            atPath: folder("nodes/network"), withIntermediateDirectories: true)
        let address = HostAddress(ipv4: 0x0A4D_0001)
        server = try DispatcherServer(
            [.init("network", try tree ?? AccessTree.make(), storage: storage)],
            interfaces: HostInterfaces(fixed: [.init(address: address, netmask: 0xFFFF_FF00, broadcast: nil)]),
            policy: policy, lowPorts: LowPorts { 1024 }, auditing: folder.path)
    }

    // MARK: Callers

    static let root = PeerAddress(host: .loopback, port: 700)

    /// A machine of the trusted network.
    static func neighbour(_ number: UInt32 = 9, port: UInt16 = 7000) -> PeerAddress {
        PeerAddress(host: HostAddress(ipv4: 0x0A4D_0000 + number), port: port)
    }

    static let stranger = PeerAddress(host: HostAddress(ipv4: 0x0101_0101), port: 7000)

    // MARK: Calls

    /// Sends a call about a directory as it is now; nil when there is no reply.
    @discardableResult
    func call(
        _ procedure: NIProcedure, _ directory: UInt32? = nil, from peer: PeerAddress = root,
        as credential: CallMessage.Credential = .none, _ arguments: (inout XDRWriter) -> Void = { _ in }
    ) throws -> ReplyMessage? {
        let id = try directory.map { try server.tree(of: "network").current($0) }
        let message = CallMessage.netInfo(procedure, credential: credential) { writer in
            id?.write(to: &writer)
            arguments(&writer)
        }
        return try send(message, to: server.domains["network"], from: peer)
    }

    @discardableResult
    func send(_ message: CallMessage, to endpoint: RPCEndpoint?, from peer: PeerAddress) throws -> ReplyMessage? {
        guard let endpoint, case .reply(let bytes) = server.answer(message.bytes, to: endpoint, peer: peer) else {
            return nil
        }
        return try ReplyMessage(bytes)
    }

    /// CREATEPROP at the end.
    @discardableResult
    func add(
        _ property: Property, to directory: UInt32, from peer: PeerAddress = root,
        as credential: CallMessage.Credential = .none
    ) throws -> ReplyMessage? {
        try call(.createprop, directory, from: peer, as: credential) { writer in
            property.write(to: &writer)
            writer.write(NILimit.indexNull)
        }
    }

    // MARK: Account

    /// The lines of a file, the oldest first, once all are written.
    func lines(_ kind: AuditFile.Kind = .changes, of tag: String? = "network") throws -> [[String: Any]] {
        for server in server.host.registry.entries.compactMap(\.server) {
            // Writers are answered before their writes are noted.
            server.domain.settle()
            server.audit?.settle()
        }
        server.host.auditing?.host.settle()
        var lines: [[String: Any]] = []
        try AuditFolder(of: tag, store: folder.path).forEachLine(kind) { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.bytes)) as? [String: Any]
            lines.append(object ?? ["damaged": line.number])
            return true
        }
        return lines.reversed()
    }

    /// Everything in the folder's files.
    func bytes() throws -> [UInt8] {
        _ = try lines()
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).flatMap {
            Array(FileManager.default.contents(atPath: folder($0)) ?? Data())
        }
    }
}

extension [String: Any] {
    /// The members of these names as text, missing ones as `-`.
    func text(_ names: String...) -> String {
        names.map { name in
            if let list = self[name] as? [String] { return list.joined(separator: ",") }
            return self[name].map { "\($0)" } ?? "-"
        }.joined(separator: " ")
    }

    /// The changes as `name: old -> new`.
    var changes: [String] {
        (self["changes"] as? [[String: Any]] ?? []).map { change in
            if change["withheld"] as? Bool == true { return "\(change.text("property")): withheld" }
            return "\(change.text("property")): \(change.text("old")) -> \(change.text("new"))"
        }
    }
}
