import Foundation
import Glibc

/// A `netinfod` process on a store that outlives it.
package final class KilledServer {
    private struct Ready: Decodable {
        struct Ports: Decodable { let tcp: UInt16 }
        let binder: Ports
    }

    /// The port of the domain `network`.
    package private(set) var port: UInt16 = 0
    private let process = Process()
    private let errorFile: String

    /// Starts it and waits until it serves. In `files` it keeps what belongs to the process only.
    package init(_ executable: String, store: String, files: TemporaryFolder) throws {
        let ready = files("ready")
        errorFile = files("errors")
        unlink(ready)
        try Self.prepare(process, executable, store, files)
        try process.run()
        for _ in 0..<3000 where process.isRunning {
            if let data = FileManager.default.contents(atPath: ready), !data.isEmpty {
                port = try JSONDecoder().decode(Ready.self, from: data).binder.tcp
                return
            }
            usleep(2000)
        }
        kill()
    }

    private static func prepare(
        _ process: Process, _ executable: String, _ store: String, _ files: TemporaryFolder
    ) throws {
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = [
            "--store", store, "--listen", "127.0.0.1", "--port", "0", "--local-port", "off", "--portmapper", "off",
            "--socket-folder", "off", "--security", "original", "--ready-file", files("ready"),
            "--log-level", "warning", "--user", "\(geteuid())",
        ]
        _ = FileManager.default.createFile(atPath: files("errors"), contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files("errors")))
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
    }

    deinit { kill() }

    /// Its process id.
    package var processID: Int32 { process.processIdentifier }

    /// Ends it without a warning.
    package func kill() {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Ends it cleanly; its exit status.
    package func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits for its end; its exit status.
    package func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What it said about errors.
    package var errors: String {
        String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self)
    }

    /// A program that was built beside the tests; nil, with a loud line, when it was not.
    package static func executable(_ name: String, for test: String) -> String? {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
        if access(path, X_OK) == 0 { return path }
        print("SKIPPED: \(test) needs the executable \(name) beside the tests")
        return nil
    }
}
