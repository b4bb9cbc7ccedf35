import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting

/// A server whose domain has users with passwords, and callers that are nobody in particular.
final class PasswordDomain {
    /// A tool said something else than that the password is wrong.
    struct Unexpected: Error { let said: String }

    private let server: TestServer

    /// Runs a program without the right to use reserved ports, so that the server does not take it for root.
    static let unprivileged = ["setpriv", "--bounding-set=-net_bind_service"]
    /// Runs a program without a controlling terminal.
    static let detached = ["setsid", "--wait"]

    var domain: String { "127.0.0.1:\(server.ports(of: "network").tcp)/network" }

    /// The directories `/users/alice`, who may change her password, which is `old`, and whatever else is given.
    init?(_ more: PropertyList..., for test: String) throws {
        guard Privileges.mayUseReservedPorts(for: test) else { return nil }
        let alice: PropertyList = [
            Property("name", "alice"), Property("uid", "501"), Property("passwd", "ghpNTjojswkDU"),
            Property("_writers_passwd", "alice"), Property("_writers_shell", "alice"), Property("shell", "/bin/sh"),
        ]
        var records = [
            DirectoryRecord(id: 0, instance: 0, parent: 0, children: [1], properties: []),
            DirectoryRecord(id: 1, instance: 0, parent: 0, children: [], properties: [Property("name", "users")]),
        ]
        for (index, properties) in ([alice] + more).enumerated() {
            let id = UInt32(index + 2)
            records[1].children.append(id)
            records.append(DirectoryRecord(id: id, instance: 0, parent: 1, children: [], properties: properties))
        }
        let tree = try DirectoryTree(DirectorySnapshot(records: records))
        server = try TestServer(domains: ["network": tree]) { $0.security = .original }
    }

    /// Runs a tool in this process, as root; `DOMAIN` stands for the domain.
    func run(_ line: String) throws -> ToolRun {
        try ToolRun(line.split(separator: " ").map { $0 == "DOMAIN" ? domain : String($0) })
    }

    /// Runs a tool in this process with a new password in a file; `DOMAIN` and `FILE` stand for them.
    func run(_ line: String, newPassword: [UInt8]) throws -> ToolRun {
        let folder = TemporaryFolder("netinfo-password")
        let file = folder("new")
        _ = FileManager.default.createFile(
            atPath: file, contents: Data(newPassword), attributes: [.posixPermissions: 0o600])
        return try run(line.replacing("FILE", with: file))
    }

    /// Starts a tool on a terminal of its own; `DOMAIN` stands for the domain.
    func terminal(_ line: String, runner: [String] = [], for test: String) throws -> PseudoTerminal? {
        let words = line.split(separator: " ").map { $0 == "DOMAIN" ? domain : String($0) }
        return try PseudoTerminal(tool: words, runner: PseudoTerminal.controlling + runner, for: test)
    }

    /// The first value of a property of a directory.
    func value(_ key: String, of path: String = "/users/alice") throws -> String {
        String(try run("niutil -readval -t DOMAIN \(path) \(key) 0").output.dropLast())
    }

    /// Whether the server takes this for the password of alice.
    func admitsAlice(_ password: String) throws -> Bool {
        let shell = "/bin/\(UUID().uuidString)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let executable = KilledServer.executable("netinfo", for: "PasswordDomain") ?? "netinfo"
        process.arguments =
            Self.unprivileged + [executable, "niutil", "-createprop", "-t", "-u", "alice", "-P", password]
            + [domain, "/users/alice", "shell", shell]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            guard process.terminationStatus == 120 else { throw Unexpected(said: said) }
            return false
        }
        return try value("shell") == shell
    }

    func stop() { server.stop() }
}
