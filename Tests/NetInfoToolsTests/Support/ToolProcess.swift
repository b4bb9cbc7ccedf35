import Foundation
import Glibc
import NetInfoTesting

/// A tool as a process of its own, whose input comes through a pipe.
final class ToolProcess {
    /// How a tool ended.
    struct End {
        let output: String
        let error: String
        /// The exit status; nil when a signal ended it.
        let status: Int32?
        let signal: Int32?
    }

    private let folder = NetInfoTesting.TemporaryFolder("netinfo-tool")
    private let process = Process()

    /// Starts the tool that the line names; words are separated by single blanks. Nil, said aloud, when it is not built.
    init?(_ line: String, input: String = "", for test: String) throws {
        guard let executable = KilledServer.executable("netinfo", for: test) else { return nil }
        // Whoever runs the tests may have told them to ignore signals.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=INT,TERM,HUP", executable] + line.split(separator: " ").map(String.init)
        for (name, stream) in [("out", \Process.standardOutput), ("err", \Process.standardError)] {
            _ = FileManager.default.createFile(atPath: folder(name), contents: nil)
            process[keyPath: stream] = try FileHandle(forWritingTo: URL(fileURLWithPath: folder(name)))
        }
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        let end = pipe.fileHandleForWriting
        let bytes = Data(input.utf8)
        Thread.detachNewThread {
            // A tool that ends early closes its end, which is no failure of the test.
            signal(SIGPIPE, SIG_IGN)
            try? end.write(contentsOf: bytes)
            try? end.close()
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    var processID: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the tool's end.
    func wait() -> End {
        process.waitUntilExit()
        let code = process.terminationStatus
        let isExit = process.terminationReason == .exit
        return End(
            output: text("out"), error: text("err"), status: isExit ? code : nil, signal: isExit ? nil : code)
    }

    private func text(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: folder(name)) ?? Data(), as: UTF8.self)
    }
}
