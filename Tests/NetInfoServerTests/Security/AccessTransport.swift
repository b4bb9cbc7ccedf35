import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC

/// How the calls of the access table reach a server.
protocol AccessTransport {
    /// What is answered to `call`; nil when the connection is closed or nothing comes.
    ///
    /// Where nothing is expected to come it is not waited for long.
    func answer(
        _ call: CallMessage, from caller: AccessCaller, to service: AccessService, expectsAnswer: Bool
    ) throws -> [UInt8]?

    /// A directory's id with its present instance.
    func current(_ directory: UInt32) throws -> DirectoryID
}

/// Where a call goes.
enum AccessService: Sendable {
    case domain
    case binder
    case portmapper
    /// The domain, by UDP.
    case datagrams
    /// The portmapper, by UDP.
    case portmapperDatagrams

    var isStream: Bool { self != .datagrams && self != .portmapperDatagrams }
}

/// Calls made in memory.
struct MemoryTransport: AccessTransport {
    let server: DispatcherServer

    func answer(
        _ call: CallMessage, from caller: AccessCaller, to service: AccessService, expectsAnswer: Bool = true
    ) throws -> [UInt8]? {
        if !service.isStream, case .silence = server.host.datagramAllowance(caller.peer) { return nil }
        let endpoint: RPCEndpoint? =
            switch service {
            case .domain, .datagrams: server.domains["network"]
            case .binder: server.binder
            case .portmapper, .portmapperDatagrams: server.portmapper
            }
        guard let endpoint else { throw WireError.closed }
        let reply = server.answer(call.bytes, to: endpoint, peer: caller.peer, isStream: service.isStream)
        guard case .reply(let bytes) = reply else { return nil }
        return bytes
    }

    func current(_ directory: UInt32) throws -> DirectoryID { try server.tree(of: "network").current(directory) }
}
