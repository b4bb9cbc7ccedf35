import Glibc
import XDR

/// A UDP socket and the programs behind it.
package final class DatagramEndpoint: EventSource {
    /// The largest reply: what the original's clients can receive (`protocol.md` 1.7).
    static let largestReply = 8800

    package let descriptor: Int32
    private let endpoint: RPCEndpoint
    private let family: Int32
    private let generation: UInt64
    private var cache = ReplyCache()
    private var nextSequence: UInt64 = 0
    private var deferred: [UInt64: Deferred] = [:]

    /// Takes over a bound, non-blocking socket.
    package init(descriptor: Int32, endpoint: RPCEndpoint) {
        self.descriptor = descriptor
        self.endpoint = endpoint
        family = Socket.localAddress(descriptor)?.host.ipv4 == nil ? AF_INET6 : AF_INET
        generation = UInt64.random(in: 1...UInt64.max)
    }

    package func ready(_ readiness: Readiness, on loop: EventLoop) {
        for _ in 0..<64 {
            switch Datagram.receive(descriptor, loop.scratch) {
            case .nothing: return
            case .unusable: continue
            case .datagram(let datagram):
                handle(UnsafeRawBufferPointer(rebasing: loop.scratch[0..<datagram.count]), datagram, loop)
            }
        }
    }

    private func handle(_ message: UnsafeRawBufferPointer, _ datagram: Datagram, _ loop: EventLoop) {
        let allowance = endpoint.datagramAllowance(datagram.peer)
        if case .silence = allowance { return }
        let limit = if case .noLarger = allowance { message.count } else { Self.largestReply }
        guard let key = ReplyCache.key(message, datagram.peer) else { return }
        let now = EventLoop.now
        if let reply = cache.reply(for: key, at: now) {
            if reply.count <= limit { reply.withUnsafeBytes { datagram.answer(descriptor, family: family, $0) } }
            return
        }
        loop.writer.truncate(to: 0)
        loop.writer.limit = Self.largestReply
        defer { loop.writer.limit = loop.limits.reply }
        let ticket = ReplyTicket(descriptor: descriptor, generation: generation, sequence: nextSequence)
        nextSequence += 1
        let result = loop.dispatcher.dispatch(
            message, to: endpoint, peer: datagram.peer, isStream: false, ticket: ticket, &loop.writer)
        switch result {
        case .replied:
            guard loop.writer.count <= limit else { return }
            loop.writer.withUnsafeBytes { datagram.answer(descriptor, family: family, $0) }
            cache.store(loop.writer.bytes(), for: key, at: now)
        case .deferred: hold(ticket.sequence, datagram, loop.writer.bytes(), limit: limit)
        case .dropped, .ignored: break
        }
    }

    /// Remembers whom to answer. What is still unanswered after a thousand later calls never will be.
    private func hold(_ sequence: UInt64, _ datagram: Datagram, _ header: [UInt8], limit: Int) {
        if deferred.count > 1000 { deferred = deferred.filter { $0.key + 1000 > sequence } }
        deferred[sequence] = Deferred(datagram: datagram, header: header, limit: limit)
    }

    func finish(_ completion: LoopMailbox.Completion) {
        guard completion.ticket.generation == generation else { return }
        guard let waiting = deferred.removeValue(forKey: completion.ticket.sequence) else { return }
        if case .dropped = completion.outcome { return }
        var reply = waiting.header
        StreamConnection.complete(&reply, with: completion, at: 0)
        guard reply.count <= waiting.limit else { return }
        reply.withUnsafeBytes { waiting.datagram.answer(descriptor, family: family, $0) }
    }

    /// Whom to answer, with what header, and with how many bytes at most.
    private struct Deferred {
        let datagram: Datagram
        let header: [UInt8]
        let limit: Int
    }
}
