import Foundation
import Glibc
import NetInfoTesting

/// A `netinfod` process on a store that outlives it.
final class KilledServer {
    private struct Ready: Decodable {
        struct Ports: Decodable { let tcp: UInt16 }
        let binder: Ports
    }

    /// The port of the domain `network`.
    private(set) var port: UInt16 = 0
    private let process = Process()
    private let errorFile: String

    /// Starts it and waits until it serves.
    init(_ executable: String, store: NetInfoTesting.TemporaryFolder) throws {
        let ready = store("ready")
        errorFile = store("errors")
        unlink(ready)
        try Self.prepare(process, executable, store, ready: ready)
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
        _ process: Process, _ executable: String, _ store: NetInfoTesting.TemporaryFolder, ready: String
    ) throws {
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = [
            "--store", store.path, "--listen", "127.0.0.1", "--port", "0", "--local-port", "off", "--portmapper", "off",
            "--security", "original", "--ready-file", ready, "--log-level", "warning", "--user", "\(geteuid())",
        ]
        _ = FileManager.default.createFile(atPath: store("errors"), contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: store("errors")))
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
    }

    deinit { kill() }

    var processID: Int32 { process.processIdentifier }

    /// Ends it without a warning.
    func kill() {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Ends it cleanly; its exit status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits for its end; its exit status.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What it said about errors.
    var errors: String { String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self) }

    /// A program that was built beside the tests; nil, with a loud line, when it was not.
    static func executable(_ name: String, for test: String) -> String? {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
        if access(path, X_OK) == 0 { return path }
        print("SKIPPED: \(test) needs the executable \(name) beside the tests")
        return nil
    }
}
