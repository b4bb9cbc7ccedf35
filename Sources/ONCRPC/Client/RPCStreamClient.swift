import CLinux
import Glibc

/// Calls over one TCP connection, or the Unix-domain socket of a server on this host, blocking but never past the deadline given with each step.
///
/// Several calls may be under way: `send` them, then `receive` their replies, which carry the transaction ids that
/// `send` returned. While sending, replies that arrive are read, so that neither side waits for the other.
package final class RPCStreamClient {
    /// Bytes of the longest reply accepted.
    package static let replyLimit = 64 << 20

    /// The peer.
    package let endpoint: ClientEndpoint
    private let socket: ClientSocket
    private var assembler = ClientRecordAssembler(limit: replyLimit)
    private var nextXID = UInt32.random(in: 0...UInt32.max)
    private var scratch = [UInt8](repeating: 0, count: 65_536)

    /// Connects: by the server's Unix-domain socket if it is on this host and has one in the folder `sockets`, or else
    /// by TCP. With `reserved` a process that may do so uses a port below 1024 there (`protocol.md` 1.8).
    package init(
        connectingTo endpoint: ClientEndpoint, reserved: Bool = true, sockets: ClientSocketFolder = .standard,
        deadline: ClientDeadline
    ) throws(RPCClientError) {
        self.endpoint = endpoint
        if let socket = sockets.connected(to: endpoint) {
            self.socket = socket
            return
        }
        socket = try ClientSocket.connected(to: endpoint, reserved: reserved, deadline: deadline)
    }

    private var attempt: String { socket.attempt }

    /// Sends a call and returns its transaction id.
    package func send(_ call: ClientCall, deadline: ClientDeadline) throws(RPCClientError) -> UInt32 {
        let xid = nextXID
        nextXID &+= 1
        let record = call.record(xid: xid)
        var position = 0
        while position < record.count {
            let sent = record.withUnsafeBytes { bytes in
                Glibc.send(
                    socket.descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position,
                    Int32(MSG_NOSIGNAL))
            }
            if sent >= 0 {
                position += sent
            } else if errno == EAGAIN {
                try readWhileWaitingToSend(deadline: deadline)
            } else if errno != EINTR {
                throw .system("send", attempt: attempt)
            }
        }
        return xid
    }

    private func readWhileWaitingToSend(deadline: ClientDeadline) throws(RPCClientError) {
        let events = try socket.wait(for: Int16(POLLIN | POLLOUT), deadline: deadline)
        if events & Int16(POLLIN) != 0 { try readAvailable() }
    }

    /// Reads what has arrived; returns at once when nothing has.
    private func readAvailable() throws(RPCClientError) {
        let count = recv(socket.descriptor, &scratch, scratch.count, 0)
        if count == 0 { throw RPCClientError(.closed, attempt: attempt) }
        guard count > 0 else {
            if errno == EAGAIN || errno == EINTR { return }
            throw .system("recv", attempt: attempt)
        }
        let fed: Result<Void, ClientRecordAssembler.RecordTooLong> = scratch.withUnsafeBytes { bytes in
            do throws(ClientRecordAssembler.RecordTooLong) {
                return .success(try assembler.feed(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
            } catch { return .failure(error) }
        }
        if case .failure = fed { throw RPCClientError(.replyTooLong, attempt: attempt) }
    }

    /// The next reply to arrive, whichever call it answers, refusals included.
    package func receive(deadline: ClientDeadline) throws(RPCClientError) -> ClientReply {
        while true {
            if let record = assembler.next() {
                guard let reply = try? ClientReply(message: record) else {
                    throw RPCClientError(.malformedReply, attempt: attempt)
                }
                return reply
            }
            _ = try socket.wait(for: Int16(POLLIN), deadline: deadline)
            try readAvailable()
        }
    }

    /// Sends a call and waits for its reply; a refusal is thrown. No other call may be under way.
    package func call(_ call: ClientCall, deadline: ClientDeadline) throws(RPCClientError) -> ClientReply {
        let xid = try send(call, deadline: deadline)
        while true {
            let reply = try receive(deadline: deadline)
            guard reply.xid == xid else { continue }
            if let refusal = reply.refusal { throw RPCClientError(.refused(refusal), attempt: attempt) }
            return reply
        }
    }
}
