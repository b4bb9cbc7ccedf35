import Glibc
import Synchronization

/// How a tool learns that somebody wants it to stop: Ctrl-C, or the signal of a system going down.
///
/// Until the tool writes, a signal ends it at once. From then on signals are noted, so that the tool can end between two
/// writes and tell what it has done; the same signal a second time ends it all the same.
package struct StopRequest: Sendable {
    /// Ends the tool at a signal, with this message.
    package var announce: @Sendable (StaticString) -> Void
    /// Notes signals from now on.
    package var putOff: @Sendable () -> Void
    /// The signal that was noted; nil for none.
    package var signal: @Sendable () -> Int32?
    /// Ends the process by a signal.
    package var end: @Sendable (Int32) -> Void

    package init(
        announce: @escaping @Sendable (StaticString) -> Void = { _ in },
        putOff: @escaping @Sendable () -> Void = {},
        signal: @escaping @Sendable () -> Int32? = { nil },
        end: @escaping @Sendable (Int32) -> Void = { _ in }
    ) {
        self.announce = announce
        self.putOff = putOff
        self.signal = signal
        self.end = end
    }
}

extension StopRequest {
    /// The signals of this process. Those it was told to ignore stay ignored.
    package static let process = StopRequest(
        announce: StopSignals.announce, putOff: { StopSignals.isPutOff.store(true, ordering: .releasing) },
        signal: {
            let signal = StopSignals.caught.load(ordering: .acquiring)
            return signal == 0 ? nil : signal
        },
        end: StopSignals.end)
}

/// What the handler needs, all of which may be touched while a signal is handled.
private enum StopSignals {
    static let caught = Atomic<Int32>(0)
    static let isPutOff = Atomic<Bool>(false)
    /// The address of a message that stays where it is.
    private static let message = Atomic<UInt>(0)
    private static let messageSize = Atomic<Int>(0)

    static func announce(_ text: StaticString) {
        // What the handler touches is made now.
        caught.store(0, ordering: .relaxed)
        isPutOff.store(false, ordering: .relaxed)
        messageSize.store(text.utf8CodeUnitCount, ordering: .relaxed)
        message.store(UInt(bitPattern: text.utf8Start), ordering: .releasing)
        for signal in [SIGINT, SIGTERM, SIGHUP] { catchSignal(signal) }
    }

    private static func catchSignal(_ signal: Int32) {
        var old = sigaction()
        sigaction(signal, nil, &old)
        let isIgnored = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
        guard !isIgnored else { return }
        var action = sigaction()
        // The default action comes back when the signal is handled, for those who ask twice.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        action.__sigaction_handler.sa_handler = { signal in
            let code = errno
            StopSignals.handle(signal)
            errno = code
        }
        sigaction(signal, &action, nil)
    }

    private static func handle(_ signal: Int32) {
        if isPutOff.load(ordering: .acquiring) { return caught.store(signal, ordering: .releasing) }
        let text = UnsafeRawPointer(bitPattern: message.load(ordering: .acquiring))
        _ = write(STDERR_FILENO, text, messageSize.load(ordering: .relaxed))
        raise(signal)
    }

    static func end(_ signal: Int32) {
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
    }
}
