package import NetInfoDirectory
import NetInfoServer
import ONCRPC

/// One domain behind one of the ways to reach it, so that a test's body can run over all of them.
package final class WireServer {
    /// The ways to reach a server.
    package enum Way: String, CaseIterable, Sendable {
        /// Messages handed over in memory, as if they came by TCP.
        case dispatcher
        case tcp
        case udp
    }

    private let transport: (_ message: [UInt8], _ isPrivileged: Bool) throws -> [UInt8]

    /// Serves `tree` as the domain `network`.
    package init(_ way: Way, _ tree: DirectoryTree = DirectoryTree()) throws {
        switch way {
        case .dispatcher: transport = try Self.inMemory(tree)
        case .tcp: transport = try Self.overTCP(tree)
        case .udp: transport = try Self.overUDP(tree)
        }
    }

    /// Sends a call and receives the reply, which must be to this call.
    ///
    /// - Parameter isPrivileged: come from a port below 1024; over a socket that needs root.
    package func call(_ call: CallMessage, isPrivileged: Bool = false) throws -> ReplyMessage {
        let reply = try ReplyMessage(try transport(call.bytes, isPrivileged))
        guard reply.xid == call.xid else { throw WireError.malformed("the reply is to call \(reply.xid)") }
        return reply
    }

    private static func inMemory(_ tree: DirectoryTree) throws -> ([UInt8], Bool) throws -> [UInt8] {
        let server = try DispatcherServer([.init("network", tree)])
        return { message, isPrivileged in
            let peer = PeerAddress(host: .loopback, port: isPrivileged ? 700 : 7000)
            guard let endpoint = server.domains["network"],
                case .reply(let reply) = server.answer(message, to: endpoint, peer: peer)
            else { throw WireError.closed }
            return reply
        }
    }

    private static func overTCP(_ tree: DirectoryTree) throws -> ([UInt8], Bool) throws -> [UInt8] {
        let server = try TestServer(domains: ["network": tree])
        let anyone = try WireClient(port: server.tcpPort)
        var root: WireClient?
        return { message, isPrivileged in
            if isPrivileged, root == nil { root = try WireClient(port: server.tcpPort, isPrivileged: true) }
            let client = isPrivileged ? root ?? anyone : anyone
            try client.send(WireClient.record(message))
            return try client.receiveRecord()
        }
    }

    private static func overUDP(_ tree: DirectoryTree) throws -> ([UInt8], Bool) throws -> [UInt8] {
        let server = try TestServer(domains: ["network": tree])
        return { message, isPrivileged in
            let client = try DatagramClient(port: server.udpPort, isPrivileged: isPrivileged)
            try client.send(message)
            return try client.receiveMessage()
        }
    }
}
