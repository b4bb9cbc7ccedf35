import Glibc
import Synchronization

/// The signal that arrived while a password was being typed; 0 for none.
private let caughtSignal = Atomic<Int32>(0)

/// The controlling terminal, for typing a password unseen.
struct PasswordTerminal {
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
    private let descriptor: Int32

    /// Opens the terminal; nil when the process has none.
    init?() {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        if descriptor < 0 { return nil }
    }

    /// Asks for a line without showing it. Whatever ends the typing, a signal included, shows characters again.
    func ask(_ prompt: String) -> [UInt8]? { ask(prompt, reading: LineReader.readLine) }

    /// The same, for a line that no other memory is to hold.
    func askForSecret(_ prompt: String) -> Secret? { ask(prompt, reading: Secret.readLine) }

    private func ask<Line>(_ prompt: String, reading readLine: (Int32) -> Line?) -> Line? {
        defer { close(descriptor) }
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        let handlers = catchSignals()
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        show(prompt)
        let line = readLine(descriptor)
        show("\n")
        tcsetattr(descriptor, TCSAFLUSH, &settings)
        restore(handlers)
        let signal = caughtSignal.exchange(0, ordering: .sequentiallyConsistent)
        if signal != 0 { raise(signal) }
        return line
    }

    private func show(_ text: String) { _ = write(descriptor, text, text.utf8.count) }

    /// Has signals end the reading instead of the process.
    private func catchSignals() -> [(Int32, sigaction)] {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { caughtSignal.store($0, ordering: .sequentiallyConsistent) }
        return Self.signals.map { signal in
            var old = sigaction()
            sigaction(signal, &action, &old)
            return (signal, old)
        }
    }

    private func restore(_ handlers: [(Int32, sigaction)]) {
        for (signal, handler) in handlers {
            var handler = handler
            sigaction(signal, &handler, nil)
        }
    }
}
