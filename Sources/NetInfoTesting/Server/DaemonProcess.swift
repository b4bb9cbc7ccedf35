import Foundation
import Glibc
package import NetInfoDirectory

/// The built `netinfod` as a process of its own, on free ports of loopback, with a store in a temporary folder.
package final class DaemonProcess {
    private struct Ready: Decodable {
        struct Ports: Decodable {
            let udp: UInt16
            let tcp: UInt16
        }
        let binder: Ports
    }

    package let tcpPort: UInt16
    package let udpPort: UInt16
    private let folder: TemporaryFolder
    private let process: Process

    /// What is unusual about a process.
    package struct Setup {
        /// How many files it may have open.
        package var descriptors = 1024
        /// Whether it has Unix-domain sockets in a temporary folder.
        package var sockets = false
        /// The user that starts it, which needs root.
        package var user: UInt32?
        /// The user that it becomes by itself, which needs root.
        package var becoming: UInt32?
        /// Options that differ from those of a process on free ports of loopback.
        package var options: [String: String] = [:]
        /// Keys and values for `--set`.
        package var settings: [String] = []
        /// What its store has from the beginning.
        package var domains: [String: DirectoryTree] = [:]
        /// Where it runs, unless that is in the network of this process.
        package var network: NetworkThread?

        package init() {}
    }

    /// Starts `netinfod` with at most `descriptors` open files, and waits until it answers. With `sockets` it has
    /// Unix-domain sockets in a temporary folder; with `user` it is started by that user, which needs root; with
    /// `becoming` it becomes that user by itself, which needs root, too.
    ///
    /// Nil, with a loud line, when the executable was not built.
    package convenience init?(
        descriptors: Int, sockets: Bool = false, user: UInt32? = nil, becoming: UInt32? = nil, port: UInt16 = 0,
        for test: String
    ) throws {
        var setup = Setup()
        (setup.descriptors, setup.sockets) = (descriptors, sockets)
        (setup.user, setup.becoming) = (user, becoming)
        setup.options = ["--port": "\(port)"]
        try self.init(setup, for: test)
    }

    /// Starts `netinfod` and waits until it answers.
    ///
    /// Nil, with a loud line, when the executable was not built.
    package init?(_ setup: Setup, for test: String) throws {
        guard let executable = Self.program("netinfod") else {
            print("SKIPPED: \(test) needs the executable netinfod beside the tests")
            return nil
        }
        let folder = TemporaryFolder("netinfo-process")
        try TestServer.fill(folder("store"), setup.domains, CollectedLog())
        if let user = setup.user ?? setup.becoming { Self.give(folder.path, to: user) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", "ulimit -n \(setup.descriptors) && exec \"$@\"", "sh"] + Self.command(setup, executable, folder)
        for (name, output) in [("out", \Process.standardOutput), ("err", \Process.standardError)] {
            _ = FileManager.default.createFile(atPath: folder(name), contents: nil)
            process[keyPath: output] = try FileHandle(forWritingTo: URL(fileURLWithPath: folder(name)))
        }
        try process.run()
        do {
            let ready = try Self.wait(for: folder("ready"), process)
            (tcpPort, udpPort) = (ready.binder.tcp, ready.binder.udp)
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw TestServer.Failure(description: "netinfod did not start: \(Self.text(folder("err")))")
        }
        (self.folder, self.process) = (folder, process)
    }

    /// Gives a folder and everything in it to a user.
    private static func give(_ folder: String, to user: UInt32) {
        chown(folder, user, user)
        guard let entries = FileManager.default.enumerator(atPath: folder) else { return }
        for case let entry as String in entries { lchown("\(folder)/\(entry)", user, user) }
    }

    private static func command(_ setup: Setup, _ executable: String, _ folder: TemporaryFolder) -> [String] {
        let identity = setup.user.map { ["setpriv", "--reuid", "\($0)", "--regid", "\($0)", "--clear-groups"] } ?? []
        let place = setup.network.map { ["nsenter", "--net=\($0.path)"] } ?? []
        let options = [
            "--store": folder("store"), "--listen": "127.0.0.1", "--port": "0", "--local-port": "off",
            "--portmapper": "off", "--ready-file": folder("ready"),
            "--socket-folder": setup.sockets ? folder("sockets") : "off",
            "--user": "\(setup.becoming ?? setup.user ?? geteuid())",
        ].merging(setup.options) { $1 }
        return place + identity + [executable] + options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
            + setup.settings.flatMap { ["--set", $0] }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Stops it by SIGTERM; its exit status.
    package func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Its number.
    package var identifier: Int32 { process.processIdentifier }

    /// The folder of everything that it has: store, sockets, log, and the file with its ports.
    package var everything: String { folder.path }

    /// The folder of its store.
    package var store: String { folder("store") }

    /// The folder of its Unix-domain sockets, if it has them.
    package var socketFolder: String { folder("sockets") }

    /// The Unix-domain socket of the binder and the primary domain.
    package var socketPath: String { "\(socketFolder)/\(tcpPort).sock" }

    /// What it wrote to standard output so far.
    package var output: String { Self.text(folder("out")) }

    /// What it wrote to standard error so far.
    package var errors: String { Self.text(folder("err")) }

    /// A program that was built; it lies in the folder of the test bundle that is running.
    package static func program(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let size = buffer.withUnsafeMutableBytes { raw in
            raw.bindMemory(to: CChar.self).baseAddress.map { readlink("/proc/self/exe", $0, 4096) } ?? -1
        }
        guard size > 0 else { return nil }
        let own = URL(fileURLWithPath: String(decoding: buffer[..<size], as: UTF8.self))
        let path = own.deletingLastPathComponent().appending(path: name).path
        return access(path, X_OK) == 0 ? path : nil
    }

    private static func wait(for file: String, _ process: Process) throws -> Ready {
        for _ in 0..<3000 where process.isRunning {
            if let data = FileManager.default.contents(atPath: file), !data.isEmpty {
                return try JSONDecoder().decode(Ready.self, from: data)
            }
            usleep(10_000)
        }
        throw WireError.timeout
    }

    private static func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
}
