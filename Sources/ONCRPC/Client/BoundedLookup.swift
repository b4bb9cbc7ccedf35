import Glibc
import Synchronization

/// A question to the system's resolver. It cannot be interrupted, so it is asked on a thread of its own that is
/// abandoned when the deadline passes.
final class BoundedLookup<Answer: Sendable>: Sendable {
    private let question: @Sendable () -> Answer
    private let readEnd: Int32
    private let writeEnd: Int32
    private let answer = Mutex<Answer?>(nil)

    /// Prepares a question; nil when the process has no descriptors left.
    init?(_ question: @escaping @Sendable () -> Answer) {
        self.question = question
        var ends: [Int32] = [-1, -1]
        let status = pipe(&ends)
        (readEnd, writeEnd) = (ends[0], ends[1])
        if status != 0 { return nil }
    }

    deinit {
        if readEnd >= 0 { close(readEnd) }
        if writeEnd >= 0 { close(writeEnd) }
    }

    /// Asks, and returns the answer; nil when it does not come in time.
    func result(before deadline: ClientDeadline) -> Answer? {
        let thread = LookupThread { [self] in
            let found = question()
            answer.withLock { $0 = found }
            var signal: UInt8 = 1
            _ = write(writeEnd, &signal, 1)
        }
        guard thread.start() else { return nil }
        var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, deadline.pollTimeout) < 0, errno == EINTR {}
        return answer.withLock { $0 }
    }
}

/// A detached thread that runs one closure.
private final class LookupThread: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func start() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<LookupThread>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
