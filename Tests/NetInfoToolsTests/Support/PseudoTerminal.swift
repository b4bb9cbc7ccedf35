import Foundation
import Glibc
import NetInfoTesting
import Synchronization

/// A process on a pseudo terminal.
final class PseudoTerminal {
    /// Linux's requests `TIOCSPTLCK` and `TIOCGPTPEER`, which the Glibc module leaves out.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    /// Runs a program with its standard input as controlling terminal.
    static let controlling = ["setsid", "--ctty", "--wait"]

    /// Lives as long as the process that works on it.
    private let subject: AnyObject?
    private let primary: Int32
    private let process = Process()
    private let shown = Shown()

    private final class Shown: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// Starts `netinfo` with these arguments, after `runner` if there is one: a program that runs the rest of its
    /// arguments. Nil, said aloud, without the executable or a terminal.
    init?(
        tool arguments: [String], runner: [String] = [], variables: [String: String] = [:],
        on subject: AnyObject? = nil, for test: String
    ) throws {
        guard let executable = KilledServer.executable("netinfo", for: test), let (primary, secondary) = Self.open()
        else {
            print("SKIPPED: \(test) needs a pseudo terminal and the executable netinfo")
            return nil
        }
        self.subject = subject
        self.primary = primary
        try start(runner + [executable] + arguments, variables, on: secondary)
    }

    /// Runs a shell script of which the terminal is the controlling one, so that Ctrl-C reaches it; `$NETINFO` is the
    /// program. Nil, said aloud, without the executable or a terminal.
    init?(script: String, for test: String) throws {
        guard let executable = KilledServer.executable("netinfo", for: test), let (primary, secondary) = Self.open()
        else {
            print("SKIPPED: \(test) needs a pseudo terminal and the executable netinfo")
            return nil
        }
        subject = nil
        self.primary = primary
        let shell = ["/bin/sh", "-c", "trap : INT\n" + script]
        try start(Self.controlling + shell, ["NETINFO": executable], on: secondary)
    }

    private static func open() -> (primary: Int32, secondary: Int32)? {
        let primary = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        guard primary >= 0, ioctl(primary, setLock, &unlocked) == 0 else { return nil }
        let secondary = ioctl(primary, openPeer, O_RDWR | O_NOCTTY)
        guard secondary >= 0 else { return nil }
        var size = winsize(ws_row: 24, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(secondary, UInt(TIOCSWINSZ), &size)
        return (primary, secondary)
    }

    private func start(_ arguments: [String], _ variables: [String: String], on secondary: Int32) throws {
        let terminal = FileHandle(fileDescriptor: secondary, closeOnDealloc: true)
        // Threads of the tests may block or ignore signals, and what they start would do so as well.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal"] + arguments
        process.environment = ["TERM": "vt100", "PATH": "/usr/bin:/bin"].merging(variables) { $1 }
        (process.standardInput, process.standardOutput, process.standardError) = (terminal, terminal, terminal)
        try process.run()
        try terminal.close()
        listen()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(primary)
    }

    private func listen() {
        Thread.detachNewThread { [primary, shown] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = read(primary, &buffer, buffer.count), count > 0 {
                shown.bytes.withLock { $0 += buffer.prefix(count) }
            }
        }
    }

    /// Everything shown so far.
    var text: String { shown.bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Whether the terminal shows what is typed.
    var echoes: Bool {
        var settings = termios()
        return tcgetattr(primary, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Types something once `prompt` is the last thing shown, and returns whether it came to that.
    @discardableResult
    func type(_ keys: String, after prompt: String) -> Bool {
        guard wait(until: { $0.hasSuffix(prompt) }) else { return false }
        let bytes = Array(keys.utf8)
        return write(primary, bytes, bytes.count) == bytes.count
    }

    /// Waits until what is shown satisfies `condition`, ten seconds at most.
    func wait(until condition: (String) -> Bool) -> Bool {
        for _ in 0..<1000 {
            if condition(text) { return true }
            usleep(10_000)
        }
        print("the terminal shows: \(text.debugDescription)")
        return false
    }

    /// The exit status, once the process has ended; after ten seconds it is made to.
    func end() -> Int32 {
        for _ in 0..<1000 where process.isRunning { usleep(10_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
