import Foundation
import NetInfoTesting

/// OpenLDAP's server on a socket in a temporary folder, with the entries of LDIF files.
final class LocalDirectoryServer {
    private let folder = TemporaryFolder("slapd")
    private let process = Process()
    private let suffix: String

    private static let programs = ["/usr/sbin/slapd", "/usr/sbin/slapadd", "/usr/bin/ldapsearch"]
    private static let schemas = ["core", "cosine", "nis", "misc"].map { "/etc/ldap/schema/\($0).schema" }
    private static let modules = "/usr/lib/ldap"

    /// Whether there is such a server; if not, says so aloud.
    static func isInstalled(for test: String) -> Bool {
        if (programs + schemas).allSatisfy(FileManager.default.fileExists) { return true }
        print("SKIPPED: \(test) needs slapd and ldap-utils")
        return false
    }

    /// What one program printed, and how it ended.
    struct Result {
        var status: Int32
        var text: String
    }

    init(suffix: String) throws {
        self.suffix = suffix
        let includes = Self.schemas.map { "include \($0)\n" }.joined()
        let modules = FileManager.default.fileExists(atPath: Self.modules) ? "modulepath \(Self.modules)\n" : ""
        let configuration = """
            \(includes)\(modules)moduleload back_mdb
            pidfile \(folder("pid"))
            database mdb
            suffix "\(suffix)"
            directory "\(folder.path)"
            maxsize 268435456
            sizelimit unlimited
            """
        try Data("\(configuration)\n".utf8).write(to: URL(fileURLWithPath: folder("conf")))
    }

    deinit {
        guard process.isRunning else { return }
        // It may have been started with SIGTERM blocked, as the threads of tests have it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Loads a file, with all checks.
    func load(_ file: String) throws -> Result { try run(Self.programs[1], ["-f", folder("conf"), "-l", file]) }

    /// Starts to serve, and waits until it does.
    func start() throws -> Bool {
        process.executableURL = URL(fileURLWithPath: Self.programs[0])
        process.arguments = ["-f", folder("conf"), "-h", address, "-d", "0"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<100 {
            if try search("(objectClass=*)", scope: "base").status == 0 { return true }
            usleep(50_000)
        }
        return false
    }

    private var address: String { "ldapi://" + folder("socket").replacing("/", with: "%2F") }

    /// What the server finds, in LDIF.
    func search(_ filter: String, scope: String = "sub") throws -> Result {
        try run(
            Self.programs[2], ["-x", "-LLL", "-o", "ldif-wrap=no", "-H", address, "-b", suffix, "-s", scope, filter])
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, text: String(decoding: text, as: UTF8.self))
    }
}
