package import ONCRPC

/// A small RPC client over TCP that works on bytes: whatever a test wants to send goes out.
package final class WireClient: Sendable {
    package let socket: WireSocket

    /// Connects to a server on loopback; see `WireSocket` for the rest.
    package init(
        port: UInt16, host: HostAddress = .loopback, isPrivileged: Bool = false, receiveBuffer: Int32? = nil
    ) throws(WireError) {
        socket = try WireSocket(
            .stream, to: PeerAddress(host: host, port: port), isPrivileged: isPrivileged, receiveBuffer: receiveBuffer)
    }

    /// Connects to a Unix-domain socket.
    package init(path: String) throws(WireError) { socket = try WireSocket(path: path) }

    /// A message behind its record mark (RFC 5531 section 11).
    package static func record(_ message: [UInt8]) -> [UInt8] { fragment(message, isLast: true) }

    /// One fragment behind its mark.
    package static func fragment(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        mark(UInt32(bytes.count), isLast: isLast) + bytes
    }

    /// A fragment's mark alone.
    package static func mark(_ length: UInt32, isLast: Bool) -> [UInt8] {
        let word = (isLast ? 0x8000_0000 : 0) | length
        return withUnsafeBytes(of: word.bigEndian) { Array($0) }
    }

    /// Sends bytes as they are.
    package func send(_ bytes: [UInt8]) throws(WireError) { try socket.send(bytes) }

    /// Sends a call as one record.
    package func send(_ call: CallMessage) throws(WireError) { try socket.send(Self.record(call.bytes)) }

    /// Receives one record, whatever its fragments.
    package func receiveRecord(within seconds: Double = 10) throws(WireError) -> [UInt8] {
        let deadline = EventLoop.now + seconds
        var record: [UInt8] = []
        while true {
            let mark = try socket.receive(exactly: 4, within: deadline - EventLoop.now)
            let word = mark.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            let length = Int(word & 0x7FFF_FFFF)
            guard length <= 1 << 30 else { throw .malformed("a fragment of \(length) bytes") }
            record += try socket.receive(exactly: length, within: deadline - EventLoop.now)
            if word & 0x8000_0000 != 0 { return record }
        }
    }

    /// Receives one reply.
    package func receive(within seconds: Double = 10) throws(WireError) -> ReplyMessage {
        try ReplyMessage(try receiveRecord(within: seconds))
    }

    /// Sends a call and receives the reply, which must be to this call.
    package func call(_ call: CallMessage, within seconds: Double = 10) throws(WireError) -> ReplyMessage {
        try send(call)
        let reply = try receive(within: seconds)
        guard reply.xid == call.xid else { throw .malformed("the reply is to call \(reply.xid), not \(call.xid)") }
        return reply
    }
}
