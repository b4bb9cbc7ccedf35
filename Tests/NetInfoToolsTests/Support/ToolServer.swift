import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoServer
import NetInfoTesting

/// A server in this process with the tag `network`, and tools run against it.
struct ToolServer {
    private let server: TestServer

    /// Where tools find the domain, with `-t`.
    var domain: String { "127.0.0.1:\(server.ports(of: "network").tcp)/network" }
    /// The domain's folder in the store.
    var folder: String { "\(server.store)/nodes/network" }

    /// Nil, with a loud line, without the right to write.
    init?(_ tree: DirectoryTree = DirectoryTree(), for test: String) throws {
        guard Privileges.mayUseReservedPorts(for: test) else { return nil }
        server = try TestServer(domains: ["network": tree]) { $0.security = .original }
    }

    /// Runs a tool, of whose words `DOMAIN` stands for the domain.
    func run(_ line: String, _ input: String = "") throws -> ToolRun {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map {
            $0 == "DOMAIN" ? domain : String($0)
        }
        return try ToolRun(words, input)
    }

    /// Runs niload, which must succeed.
    func load(_ line: String, _ input: String) throws -> ToolRun { try run("niload \(line) -t DOMAIN", input) }

    /// What niutil prints of a directory, in the order in which it is stored.
    func read(_ path: String) throws -> String { try run("niutil -read -t DOMAIN \(path)").output }

    /// What nidump prints.
    func dump(_ subject: String) throws -> String { try run("nidump \(subject) -t DOMAIN").output }

    func stop() { server.stop() }
}
