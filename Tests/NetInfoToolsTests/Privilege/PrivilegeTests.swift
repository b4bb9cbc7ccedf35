import Foundation
import Glibc
import NetInfoTesting
import Testing

@Suite("netinfod started by root for another user")
struct PrivilegeTests {
    private static let bindOnly = "0000000000000400"

    /// A port below 1023 of loopback that is free, and so is the next.
    private static var reservedPort: UInt16? {
        (600..<1000).shuffled().lazy.map(UInt16.init).first { isFree($0) && isFree($0 + 1) }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    @Test("Every thread is that user's and may bind low ports, and nothing else; all files are that user's")
    func becomes() throws {
        let user = OtherUser.stranger
        guard Privileges.mayUseReservedPorts(for: "PrivilegeTests"), let port = Self.reservedPort,
            let daemon = try DaemonProcess(
                descriptors: 256, sockets: true, becoming: user, port: port, for: "PrivilegeTests")
        else { return }
        #expect(daemon.tcpPort == port)
        try expectNothingElse(daemon.identifier, user)
        let made = try ToolRun("nidomain -m later 127.0.0.1:\(port)")
        #expect(made.status == 0, "\(made.error)")
        let ports = try ToolRun("nidomain -g later 127.0.0.1:\(port)").output
        #expect(ports == "tag=later udp=\(port + 1) tcp=\(port + 1)\n")
        try expectNothingElse(daemon.identifier, user)
        let files = try FileManager.default.subpathsOfDirectory(atPath: daemon.store).map { "\(daemon.store)/\($0)" }
        #expect(files.contains("\(daemon.store)/nodes/later/sqlindex"))
        for file in files + [daemon.store, daemon.socketFolder, daemon.socketPath] {
            var status = stat()
            // What SQLite has beside the index comes and goes.
            guard lstat(file, &status) == 0 else { continue }
            #expect(status.st_uid == user && status.st_gid == user, "\(file)")
        }
        let comm = try String(contentsOfFile: "/proc/\(daemon.identifier)/comm", encoding: .utf8)
        #expect(comm == "netinfod\n")
        #expect(daemon.stop() == 0)
    }

    private func expectNothingElse(_ process: Int32, _ user: UInt32) throws {
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
        #expect(threads.count > 1)
        let one = "\(user)\t\(user)\t\(user)\t\(user)"
        let nothing = "0000000000000000"
        let expected = [
            "Uid": one, "Gid": one, "Groups": "", "CapInh": nothing, "CapPrm": Self.bindOnly, "CapEff": Self.bindOnly,
            "CapBnd": Self.bindOnly, "CapAmb": nothing, "NoNewPrivs": "1",
        ]
        for thread in threads {
            // A thread may end while we look.
            guard let status = try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/status", encoding: .utf8)
            else { continue }
            for line in status.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let value = expected[String(parts[0])] else { continue }
                #expect(parts[1].trimmingCharacters(in: .whitespaces) == value, "\(parts[0]) of thread \(thread)")
            }
        }
    }

    // MARK: Refusals

    /// Runs netinfod, which is to refuse, to its end.
    private func refusal(_ arguments: [String]) throws -> (status: Int32, errors: String)? {
        guard Privileges.mayUseReservedPorts(for: "PrivilegeTests"), let program = DaemonProcess.program("netinfod")
        else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--port", "0", "--listen", "127.0.0.1", "--portmapper", "off"] + arguments
        let pipe = Pipe()
        (process.standardError, process.standardOutput) = (pipe, pipe)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let deadline = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        deadline.cancel()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test("A store of root's is not given away silently: the command that does it is told")
    func storeOfRoot() throws {
        let folder = TemporaryFolder("netinfo-privilege")
        try FileManager.default.createDirectory(
            atPath: folder("store/nodes/network"), withIntermediateDirectories: true)
        let store = folder("store")
        guard let refused = try refusal(["--store", store, "--user", "nobody"]) else { return }
        #expect(refused.status == 1)
        #expect(
            refused.errors
                == "netinfod: \(store) belongs to root, not to nobody, whom the server runs as: run 'chown -R "
                + "nobody: \(store)', or start it with --user root\n")
    }

    @Test("A store or settings that others can write to, or an unknown user, keep it from starting")
    func open() throws {
        let folder = TemporaryFolder("netinfo-privilege")
        let store = folder("store")
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        chmod(store, 0o777)
        guard let refused = try refusal(["--store", store, "--user", "root"]) else { return }
        #expect(refused.status == 1 && refused.errors.contains("everybody can write to \(store) (mode 0777)"))
        let file = folder("netinfod.plist")
        try PropertyListSerialization.data(fromPropertyList: ["security": "hardened"], format: .xml, options: 0)
            .write(to: URL(fileURLWithPath: file))
        chmod(file, 0o666)
        let settings = try refusal(["--config", file, "--check-config"])
        #expect(settings?.status == 1 && settings?.errors.contains("run 'chmod go-w \(file)'") ?? false)
        let unknown = try refusal(["--store", folder("new"), "--user", "no-such-user"])
        #expect(unknown?.status == 78 && unknown?.errors.contains("this host has no user 'no-such-user'") ?? false)
        #expect(!FileManager.default.fileExists(atPath: folder("new")))
    }

    @Test("Settings that the user cannot read are not taken for none")
    func unreadable() throws {
        let folder = TemporaryFolder("netinfo-privilege")
        let file = folder("netinfod.plist")
        try PropertyListSerialization.data(fromPropertyList: ["withhold": "none"], format: .xml, options: 0)
            .write(to: URL(fileURLWithPath: file))
        chmod(file, 0o600)
        guard let refused = try refusal(["--config", file, "--store", folder("store"), "--user", "nobody"])
        else { return }
        #expect(refused.status == 78 && refused.errors.contains("cannot read the configuration \(file)"))
    }
}
