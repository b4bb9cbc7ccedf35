import Glibc
import XDR

/// One TCP connection: records in, replies out, in order.
///
/// One read and one write per wake-up. Above the high-water mark nothing is parsed any more, let alone read. While a
/// call waits for its reply only calls that may be pipelined are started; the others keep waiting in `backlog`.
final class StreamConnection: EventSource {
    let descriptor: Int32
    let peer: PeerAddress
    private let endpoint: RPCEndpoint
    private let generation: UInt64
    private var assembler: RecordAssembler
    private var backlog = ByteQueue()
    private var output = ByteQueue()
    private var pending = PendingReplies()
    private var nextSequence: UInt64 = 0
    private var interest: Readiness = .readable
    private var inputEnded = false
    private var isClosed = false
    private var accounted = 0
    /// Whether the loop looks whether this connection stalls.
    private var isWatched = false

    /// When the last complete request came or the connection was opened, on the loop's clock.
    private(set) var lastUsed: UInt64
    /// When the peer last made progress while something stood half done.
    private var progressed: Double = 0
    private var progressBytes = 0
    private var usedAtProgress: UInt64 = 0

    init(descriptor: Int32, peer: PeerAddress, endpoint: RPCEndpoint, loop: EventLoop) {
        self.descriptor = descriptor
        self.peer = peer
        self.endpoint = endpoint
        generation = loop.counters.accepted
        lastUsed = loop.counters.nextUse()
        assembler = RecordAssembler(
            limits: .init(record: loop.limits.record, fragments: loop.limits.fragments))
    }

    private var connection: ConnectionID { ConnectionID(descriptor: descriptor, generation: generation) }

    /// Bytes kept for this connection.
    var buffered: Int { assembler.buffered + backlog.count + output.count }

    // MARK: Events

    func ready(_ readiness: Readiness, on loop: EventLoop) {
        if readiness.contains(.writable), !output.isEmpty {
            guard flushOutput(loop) else { return }
            resume(on: loop)
            if isClosed { return }
        }
        if !readiness.isDisjoint(with: [.readable, .failed]), isReading {
            receive(loop)
        } else if !readiness.isDisjoint(with: .failed) {
            close(on: loop)
        }
    }

    private var isReading: Bool { interest.contains(.readable) }

    private func receive(_ loop: EventLoop) {
        let size = Socket.receive(descriptor, loop.scratch)
        if size > 0 {
            parse(UnsafeRawBufferPointer(rebasing: loop.scratch[0..<size]), loop)
        } else if size == 0 {
            inputEnded = true
            settle(loop)
        } else if errno != EAGAIN, errno != EINTR {
            close(on: loop)
        }
    }

    /// Goes on after replies became ready or output was taken.
    func resume(on loop: EventLoop) {
        guard !isClosed else { return }
        loop.writer.truncate(to: 0)
        movePending(loop)
        guard flush(loop) else { return }
        if !backlog.isEmpty || assembler.isComplete, output.isEmpty {
            var held = ByteQueue()
            swap(&held, &backlog)
            parse(held.bytes, loop)
        } else {
            settle(loop)
        }
    }

    // MARK: Parsing

    private func parse(_ input: UnsafeRawBufferPointer, _ loop: EventLoop) {
        var cursor = 0
        loop.writer.truncate(to: 0)
        loop.writer.limit = loop.limits.reply
        parsing: while !isClosed {
            switch assembler.next(input, &cursor) {
            case .needMore: break parsing
            case .violation:
                loop.onRefusal(peer, "its request breaks a limit on size or fragments")
                close(on: loop)
                return
            case .direct(let range):
                let record = UnsafeRawBufferPointer(rebasing: input[range])
                guard mayStart(record, loop) else {
                    assembler.keep(record)
                    break parsing
                }
                guard handle(record, loop) else { return }
            case .assembled:
                guard mayStart(assembler.assembled, loop) else { break parsing }
                guard handle(assembler.assembled, loop) else { return }
                assembler.reset()
            }
            if loop.writer.count > loop.limits.highWater, !flush(loop) { return }
            if !output.isEmpty { break }
        }
        if cursor < input.count { backlog.append(UnsafeRawBufferPointer(rebasing: input[cursor...])) }
        guard flush(loop) else { return }
        settle(loop)
    }

    /// Whether a request may be started now, or has to wait for the ones before it.
    private func mayStart(_ record: UnsafeRawBufferPointer, _ loop: EventLoop) -> Bool {
        if pending.isEmpty { return true }
        guard pending.count < loop.limits.pending, record.count >= 24 else { return false }
        let program = UInt32(bigEndian: record.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        let procedure = UInt32(bigEndian: record.loadUnaligned(fromByteOffset: 20, as: UInt32.self))
        return endpoint.programs.first { $0.number == program }?.isPipelined(procedure, on: connection)
            ?? false
    }

    /// Handles one request; false when the connection is gone.
    private func handle(_ record: UnsafeRawBufferPointer, _ loop: EventLoop) -> Bool {
        lastUsed = loop.counters.nextUse()
        let start = loop.writer.count
        loop.writer.write(0 as UInt32)
        let ticket = ReplyTicket(descriptor: descriptor, generation: generation, sequence: nextSequence)
        nextSequence += 1
        let result = loop.dispatcher.dispatch(
            record, to: endpoint, peer: peer, isStream: true, ticket: ticket, &loop.writer)
        switch result {
        case .replied:
            loop.writer.patch(Self.mark(loop.writer.count - start - 4), at: start)
            if !pending.isEmpty {
                pending.appendReady(loop.writer.bytes(from: start))
                loop.writer.truncate(to: start)
            }
        case .deferred:
            pending.appendDeferred(ticket.sequence, header: loop.writer.bytes(from: start))
            loop.writer.truncate(to: start)
        case .dropped:
            loop.writer.truncate(to: start)
        case .ignored:
            loop.onRefusal(peer, "its request is no RPC call, or it may not call at all")
            close(on: loop)
            return false
        }
        return true
    }

    private static func mark(_ size: Int) -> UInt32 { 0x8000_0000 | UInt32(truncatingIfNeeded: size) }

    // MARK: Replies

    /// Completes a deferred reply; false when nothing of this connection waits for it.
    func fill(_ completion: LoopMailbox.Completion, on loop: EventLoop) -> Bool {
        guard completion.ticket.generation == generation, !isClosed else { return false }
        return pending.complete(completion.ticket.sequence) { reply in
            Self.complete(&reply, with: completion, at: 4)
            withUnsafeBytes(of: Self.mark(reply.count - 4).bigEndian) { mark in
                for index in 0..<4 { reply[index] = mark[index] }
            }
        }
    }

    /// Appends the results to a reply header, or turns the header into that of a failure: `accept_stat` is its last
    /// word (RFC 5531 section 9). `start` is where the RPC message begins.
    static func complete(_ reply: inout [UInt8], with completion: LoopMailbox.Completion, at start: Int) {
        if case .success = completion.outcome {
            reply += completion.results
        } else if reply.count >= start + 24 {
            reply[reply.count - 1] = 5
        }
    }

    private func movePending(_ loop: EventLoop) {
        while loop.writer.count <= loop.limits.highWater, let reply = pending.popReady() {
            loop.writer.append(reply)
        }
    }

    /// Sends what the writer holds and keeps what the socket does not take; false when the connection is gone.
    private func flush(_ loop: EventLoop) -> Bool {
        guard loop.writer.count > 0 else { return true }
        defer { loop.trimWriter() }
        return loop.writer.withUnsafeBytes { bytes in
            var sent = 0
            if output.isEmpty {
                sent = Socket.send(descriptor, bytes)
                if sent < 0 {
                    guard errno == EAGAIN || errno == EINTR else {
                        close(on: loop)
                        return false
                    }
                    sent = 0
                }
            }
            if sent < bytes.count {
                output.append(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
            }
            return true
        }
    }

    /// Sends waiting output; false when the connection is gone.
    private func flushOutput(_ loop: EventLoop) -> Bool {
        let sent = Socket.send(descriptor, output.bytes)
        if sent < 0 {
            guard errno == EAGAIN || errno == EINTR else {
                close(on: loop)
                return false
            }
            return true
        }
        output.consume(sent)
        progressBytes += sent
        if progressBytes >= 4096 {
            progressBytes = 0
            progressed = EventLoop.now
        }
        return true
    }

    // MARK: State

    /// Brings interest, deadlines and accounts in line with what is buffered.
    private func settle(_ loop: EventLoop) {
        guard !isClosed else { return }
        if inputEnded, output.isEmpty, pending.isEmpty, backlog.isEmpty {
            close(on: loop)
            return
        }
        let mayRead = !inputEnded && output.isEmpty && backlog.isEmpty && !assembler.isComplete
        var wanted: Readiness = mayRead ? .readable : []
        if !output.isEmpty { wanted.insert(.writable) }
        if wanted != interest {
            interest = wanted
            loop.modify(self, wanted)
        }
        account(loop)
        watchForStall(loop)
    }

    private func account(_ loop: EventLoop) {
        let size = buffered
        guard size != accounted else { return }
        loop.connections.buffered += size - accounted
        accounted = size
        loop.relievePressure()
    }

    private func watchForStall(_ loop: EventLoop) {
        guard !isClosed else { return }
        let isHalfDone = !output.isEmpty || (!assembler.isIdle && pending.isEmpty)
        guard isHalfDone != isWatched else { return }
        isWatched = isHalfDone
        if !isHalfDone {
            loop.connections.stalling.remove(descriptor)
        } else if loop.connections.stalling.insert(descriptor).inserted {
            progressed = EventLoop.now
            progressBytes = 0
            usedAtProgress = lastUsed
            loop.watchStalls()
        }
    }

    /// Whether the peer has left something half done for longer than it may.
    ///
    /// A request completed since the last look counts as progress.
    func hasStalled(at now: Double, _ limits: TransportLimits) -> Bool {
        if usedAtProgress != lastUsed {
            usedAtProgress = lastUsed
            progressed = now
        }
        return now - progressed > limits.stall
    }

    func close(on loop: EventLoop) {
        guard !isClosed else { return }
        isClosed = true
        loop.connections.buffered -= accounted
        accounted = 0
        loop.connections.remove(self)
        loop.remove(self)
    }

    /// Whether the connection's endpoint serves `program` and no other.
    func serves(only program: any RPCProgram) -> Bool {
        endpoint.programs.allSatisfy { $0 === program }
    }

    /// Whether every complete request that came, unread ones included, has been answered to the last byte.
    var isDrained: Bool {
        output.isEmpty && pending.isEmpty && backlog.isEmpty && !assembler.isComplete
            && (inputEnded || !Socket.hasUnread(descriptor))
    }
}
