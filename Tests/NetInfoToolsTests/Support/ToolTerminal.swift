import Foundation
import Glibc
import Synchronization

/// A tool as a process of its own on a pseudo terminal.
final class ToolTerminal {
    /// Linux's requests `TIOCSPTLCK` and `TIOCGPTPEER`, which the Glibc module leaves out.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    /// Lives as long as the process that works on it.
    private let subject: AnyObject?
    private let primary: Int32
    private let process = Process()
    private let shown = Shown()

    private final class Shown: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// Starts the words, after `runner` if there is one: a program that runs the rest of its arguments.
    ///
    /// Nil, said aloud, without the executable or a terminal.
    init?(
        _ words: [String], runner: [String] = [], variables: [String: String] = [:], on subject: AnyObject? = nil,
        for test: String
    ) throws {
        self.subject = subject
        let executable = Self.executable
        primary = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        guard let executable, primary >= 0, ioctl(primary, Self.setLock, &unlocked) == 0,
            case let secondary = ioctl(primary, Self.openPeer, O_RDWR | O_NOCTTY), secondary >= 0
        else {
            print("SKIPPED: \(test) needs the executable netinfo beside the tests and a pseudo terminal")
            return nil
        }
        var size = winsize(ws_row: 24, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(secondary, UInt(TIOCSWINSZ), &size)
        let terminal = FileHandle(fileDescriptor: secondary, closeOnDealloc: true)
        // A thread of the test's may block signals, and what it starts would do so as well.
        let line = ["--default-signal"] + runner + [executable] + words
        process.executableURL = URL(fileURLWithPath: runner.isEmpty ? executable : "/usr/bin/env")
        process.arguments = runner.isEmpty ? words : line
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

    /// The executable lies in the folder of the test bundle that is running.
    static var executable: String? {
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "netinfo").path
        return access(path, X_OK) == 0 ? path : nil
    }
}
