import CLinux
import Glibc

/// Delivers signals as events of a loop. The signals must be blocked in every thread.
package final class SignalSource: EventSource {
    package let descriptor: Int32
    private let action: (Int32) -> Void

    /// Blocks `signals` in the calling thread, and so in all that it starts later, and watches them.
    package init(_ signals: [Int32], action: @escaping (Int32) -> Void) throws(SystemError) {
        self.action = action
        var set = Self.set(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        descriptor = signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("watch signals") }
    }

    /// Blocks signals in the calling thread, before any other thread starts.
    package static func block(_ signals: [Int32]) {
        var set = set(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    private static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    package func ready(_ readiness: Readiness, on loop: EventLoop) {
        var information = signalfd_siginfo()
        while read(descriptor, &information, MemoryLayout<signalfd_siginfo>.size) > 0 {
            action(Int32(information.ssi_signo))
        }
    }
}
