package import ONCRPC

/// A small RPC client over UDP that works on bytes.
package final class DatagramClient: Sendable {
    package let socket: WireSocket

    /// A socket towards a server; only what comes from the address asked is received.
    package init(port: UInt16, host: HostAddress = .loopback, isPrivileged: Bool = false) throws(WireError) {
        socket = try WireSocket(.datagram, to: PeerAddress(host: host, port: port), isPrivileged: isPrivileged)
    }

    /// Sends bytes as one datagram.
    package func send(_ bytes: [UInt8]) throws(WireError) { try socket.send(bytes) }

    /// Receives one datagram.
    package func receiveMessage(within seconds: Double = 10) throws(WireError) -> [UInt8] {
        try socket.receive(atMost: 65_536, within: seconds)
    }

    /// Sends a call and receives the reply, which must be to this call.
    package func call(_ call: CallMessage, within seconds: Double = 10) throws(WireError) -> ReplyMessage {
        try send(call.bytes)
        let reply = try ReplyMessage(try receiveMessage(within: seconds))
        guard reply.xid == call.xid else { throw .malformed("the reply is to call \(reply.xid), not \(call.xid)") }
        return reply
    }
}
