import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import XDR

/// A domain in memory under some rules, on the host of the access table: callers from anywhere, no clock, no sockets.
struct RuledDomain {
    let server: DispatcherServer

    /// Serves `tree` under the hardened rules, of which `change` may change some.
    init(
        _ tree: DirectoryTree, lowPortStart: UInt16 = 1024, original: Bool = false,
        _ change: (inout SecurityPolicy) -> Void = { _ in }
    ) throws {
        var policy = original ? SecurityPolicy.original : .hardened
        policy.loginDelay = 0
        policy.loginFailures = 0
        change(&policy)
        let address = HostAddress(ipv4: 0x0A4D_0001)
        server = try DispatcherServer(
            [.init("network", tree)],
            interfaces: HostInterfaces(fixed: [.init(address: address, netmask: 0xFFFF_FF00, broadcast: nil)]),
            policy: policy, lowPorts: LowPorts { lowPortStart })
    }

    /// What is answered to a message from `caller`; nil for silence and a closed connection.
    func call(
        _ message: CallMessage, from caller: AccessCaller, as credential: CallMessage.Credential = .none
    ) throws -> ReplyMessage? {
        try call(message, from: caller.peer, as: credential)
    }

    /// What is answered to a message from `peer`; nil for silence and a closed connection.
    func call(
        _ message: CallMessage, from peer: PeerAddress, as credential: CallMessage.Credential = .none
    ) throws -> ReplyMessage? {
        guard let endpoint = server.domains["network"] else { throw WireError.closed }
        return try call(message, to: endpoint, from: peer, as: credential, isStream: true)
    }

    func call(
        _ message: CallMessage, to endpoint: RPCEndpoint, from peer: PeerAddress,
        as credential: CallMessage.Credential = .none, isStream: Bool
    ) throws -> ReplyMessage? {
        var message = message
        message.credential = credential
        let answer = server.answer(message.bytes, to: endpoint, peer: peer, isStream: isStream)
        guard case .reply(let bytes) = answer else { return nil }
        return try ReplyMessage(bytes)
    }

    /// A directory's id with its present instance.
    func id(_ object: UInt32) throws -> DirectoryID { try server.tree(of: "network").current(object) }

    /// A directory's properties as they really are.
    func properties(_ object: UInt32) throws -> PropertyList { try server.tree(of: "network").properties(of: object) }

    /// Adds a property to a directory, as `caller`.
    func note(
        in object: UInt32, _ name: String = "note", from caller: AccessCaller,
        as credential: CallMessage.Credential = .none
    ) throws -> NIStatus? {
        try call(.createProperty(try id(object), Property(name, "x")), from: caller, as: credential)?.status
    }
}

extension CallMessage {
    /// Replaces all properties.
    static func write(_ id: DirectoryID, _ properties: PropertyList) -> CallMessage {
        .netInfo(.write) { writer in
            id.write(to: &writer)
            properties.write(to: &writer)
        }
    }

    /// Adds a property at the end.
    static func createProperty(_ id: DirectoryID, _ property: Property) -> CallMessage {
        .netInfo(.createprop) { writer in
            id.write(to: &writer)
            property.write(to: &writer)
            writer.write(NILimit.indexNull)
        }
    }

    static func destroyProperty(_ id: DirectoryID, _ index: UInt32) -> CallMessage { indexed(.destroyprop, id, index) }

    static func readProperty(_ object: UInt32, _ index: UInt32) -> CallMessage {
        indexed(.readprop, DirectoryID(object: object, instance: 0), index)
    }

    static func readName(_ object: UInt32, _ index: UInt32, _ position: UInt32) -> CallMessage {
        indexed(.readname, DirectoryID(object: object, instance: 0), index) { $0.write(position) }
    }

    static func renameProperty(_ id: DirectoryID, _ index: UInt32, to name: String) -> CallMessage {
        indexed(.renameprop, id, index) { $0.write(opaque: Array(name.utf8)) }
    }

    static func writeProperty(_ id: DirectoryID, _ index: UInt32, _ values: String...) -> CallMessage {
        indexed(.writeprop, id, index) { $0.write(names: values.map { Array($0.utf8) }) }
    }

    static func writeName(_ id: DirectoryID, _ index: UInt32, _ position: UInt32, _ value: String) -> CallMessage {
        indexed(.writename, id, index) { writer in
            writer.write(position)
            writer.write(opaque: Array(value.utf8))
        }
    }

    static func list(_ object: UInt32, _ key: String) -> CallMessage { search(.list, object, key) }

    /// LOOKUP, or LOOKUPREAD.
    static func lookup(
        _ object: UInt32, _ key: String, _ value: String, reads: Bool = false
    ) -> CallMessage {
        search(reads ? .lookupread : .lookup, object, key, value)
    }

    private static func search(_ procedure: NIProcedure, _ object: UInt32, _ texts: String...) -> CallMessage {
        .netInfo(procedure) { writer in
            DirectoryID(object: object, instance: 0).write(to: &writer)
            for text in texts { writer.write(opaque: Array(text.utf8)) }
        }
    }

    private static func indexed(
        _ procedure: NIProcedure, _ id: DirectoryID, _ index: UInt32, _ more: (inout XDRWriter) -> Void = { _ in }
    ) -> CallMessage {
        .netInfo(procedure) { writer in
            id.write(to: &writer)
            writer.write(index)
            more(&writer)
        }
    }
}

extension ReplyMessage {
    /// The property list behind a status and an id, as READ and LOOKUPREAD answer.
    var properties: PropertyList? { try? PropertyList(encoded: Array(results.dropFirst(12))) }

    /// The values behind a status, as READPROP and LISTPROPS answer.
    var names: [String]? {
        let read: Result<[[UInt8]], XDRError> = results.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            do throws(XDRError) {
                _ = try reader.readUInt32()
                return .success(try reader.readNames())
            } catch {
                return .failure(error)
            }
        }
        return (try? read.get())?.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether `text` occurs in the results.
    func shows(_ text: String) -> Bool { results.contains(text) }
}
