import Glibc
import XDR

/// One thread's sockets: an epoll loop that serves ONC RPC programs over TCP and UDP.
///
/// Everything but `mailbox` belongs to the thread that calls `run`. Handlers run on it too and must not block.
package final class EventLoop {
    /// The way in from other threads.
    package let mailbox: LoopMailbox

    /// What peers may use.
    package let limits: TransportLimits

    /// Counters for STATISTICS and the log.
    package var counters = TransportCounters()

    /// Called with one sentence for each peer that is refused or cut off.
    package var onRefusal: (PeerAddress, String) -> Void = { _, _ in }

    /// Called with replies to calls that came by no socket of this loop: whoever dispatched them gets them here.
    package var onForeignReply: (LoopMailbox.Completion) -> Void = { _ in }

    let dispatcher: MessageDispatcher
    var writer: XDRWriter
    let scratch: UnsafeMutableRawBufferPointer
    private let poller: Poller
    private var sources: [(any EventSource)?] = []
    private var timers: [LoopTimer] = []
    private var isRunning = false
    var connections = ConnectionTable()
    private var spare: Int32 = -1

    package init(limits: TransportLimits = TransportLimits()) throws(SystemError) {
        signal(SIGPIPE, SIG_IGN)
        self.limits = limits
        mailbox = try LoopMailbox()
        dispatcher = try MessageDispatcher()
        poller = try Poller()
        writer = XDRWriter(capacity: 64 << 10, limit: limits.reply)
        scratch = .allocate(byteCount: 256 << 10, alignment: 16)
        reopenSpare()
        try add(MailboxSource(mailbox), .readable)
    }

    deinit {
        for source in sources { if let source, source.descriptor != mailbox.descriptor { close(source.descriptor) } }
        if spare >= 0 { close(spare) }
        scratch.deallocate()
    }

    /// Seconds on a clock that never jumps.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // MARK: Sources

    /// Watches a source; the loop owns its descriptor from here on.
    package func add(_ source: any EventSource, _ interest: Readiness) throws(SystemError) {
        let fd = source.descriptor
        try poller.add(fd, interest)
        while sources.count <= Int(fd) { sources.append(nil) }
        sources[Int(fd)] = source
    }

    func modify(_ source: any EventSource, _ interest: Readiness) {
        poller.modify(source.descriptor, interest)
    }

    /// Stops watching a source and closes its descriptor.
    package func remove(_ source: any EventSource) {
        let fd = source.descriptor
        guard fd >= 0, Int(fd) < sources.count, sources[Int(fd)] === source else { return }
        poller.remove(fd)
        sources[Int(fd)] = nil
        close(fd)
    }

    func source(at descriptor: Int32) -> (any EventSource)? {
        descriptor >= 0 && Int(descriptor) < sources.count ? sources[Int(descriptor)] : nil
    }

    // MARK: Running

    /// Serves until `stop`.
    package func run() {
        isRunning = true
        while isRunning { turn() }
    }

    /// Ends `run` after the current turn.
    package func stop() {
        isRunning = false
    }

    /// Drops what waits for a loop that will not turn any more, and would be kept by it.
    package func abandon() {
        timers = []
        for case let source? in sources where source.descriptor != mailbox.descriptor { remove(source) }
    }

    private func turn() {
        poller.wait(milliseconds: nextTimeout()) { fd, readiness in
            guard Int(fd) < sources.count, let source = sources[Int(fd)] else { return }
            source.ready(readiness, on: self)
        }
        onTurnEnd()
        fireTimers()
    }

    /// Called once all events of a wake-up are handled, so that what they left behind can go as one batch.
    package var onTurnEnd: () -> Void = {}

    // MARK: Timers

    /// Calls `action` on this thread once `seconds` have passed.
    package func schedule(after seconds: Double, _ action: @escaping (EventLoop) -> Void) {
        let due = Self.now + seconds
        let place = timers.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
        timers.insert(LoopTimer(due: due, action: action), at: place)
    }

    private func nextTimeout() -> Int32 {
        guard let first = timers.first else { return -1 }
        return Int32(max(0, min((first.due - Self.now) * 1000 + 1, 60_000)))
    }

    private func fireTimers() {
        guard !timers.isEmpty else { return }
        let now = Self.now
        while let first = timers.first, first.due <= now {
            timers.removeFirst()
            first.action(self)
        }
    }

    // MARK: Deferred replies

    func finish(_ completions: [LoopMailbox.Completion]) {
        var touched: [StreamConnection] = []
        for completion in completions {
            switch source(at: completion.ticket.descriptor) {
            case let connection as StreamConnection:
                if connection.fill(completion, on: self) { touched.append(connection) }
            case let endpoint as DatagramEndpoint:
                endpoint.finish(completion)
            default: if completion.ticket.descriptor < 0 { onForeignReply(completion) }
            }
        }
        for connection in touched { connection.resume(on: self) }
    }

    // MARK: Descriptors

    /// Frees one descriptor so that a waiting connection can be taken and closed instead of being announced for ever.
    func withSpareDescriptor(_ body: () -> Void) {
        guard spare >= 0 else { return }
        close(spare)
        spare = -1
        body()
        reopenSpare()
    }

    private func reopenSpare() {
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// Gives the memory of an unusually large reply back.
    func trimWriter() {
        writer.truncate(to: 0)
        writer.shrink(to: 1 << 20)
    }
}

/// An action and when it is due.
private struct LoopTimer {
    let due: Double
    let action: (EventLoop) -> Void
}

/// What a transport counted since its start.
package struct TransportCounters: Sendable {
    package var accepted: UInt64 = 0
    package var peakConnections = 0
    package var closedAsLeastRecentlyUsed: UInt64 = 0
    package var closedAsStalled: UInt64 = 0
    private var uses: UInt64 = 0

    /// A number above every earlier one: orders connections by their last use.
    mutating func nextUse() -> UInt64 {
        uses += 1
        return uses
    }
}
