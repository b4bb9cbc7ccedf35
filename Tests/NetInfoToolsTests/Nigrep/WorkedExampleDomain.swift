import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting

/// A part of the domain that the worked examples were recorded from (`tools.md` 17), with the ids of the recording,
/// and a real server of it.
struct WorkedExampleDomain {
    private let server: TestServer

    /// What follows `-t`.
    var argument: String { "127.0.0.1:\(server.tcpPort)/network" }

    /// The server's own files.
    var folder: String { "\(server.store)/nodes/network" }

    init() throws {
        server = try TestServer(domains: ["network": try Self.tree()])
    }

    func stop() { server.stop() }

    private static func tree() throws -> DirectoryTree {
        var records = [
            record(0, 0, [1, 5, 8, 22, 27], Property("master", "localhost/network")),
            record(1, 0, [2, 3, 4], Property("name", "users")),
            record(
                2, 1, [], Property("name", "root"), Property("uid", "0"), Property("shell", "/bin/sh")),
            record(
                3, 1, [], Property("name", "alice"), Property("passwd", "x1yz"), Property("uid", "501"),
                Property("class", ""), Property("home", "/home/alice"), Property("shell", "/bin/zsh"),
                Property("_writers_passwd", "alice")),
            record(4, 1, [], Property("name", "nobody"), Property("uid", "-2")),
            record(5, 0, [6, 7], Property("name", "groups")),
            record(6, 5, [], Property("name", "wheel"), Property("gid", "0"), Property("users", "root", "alice")),
            record(7, 5, [], Property("name", "staff"), Property("gid", "20"), Property("users")),
        ]
        records += [
            record(8, 0, [10], Property("name", "machines")),
            record(
                10, 8, [], Property("name", "alpha", "alpha.example.com"),
                Property("ip_address", "10.0.0.5", "10.0.1.5")),
            record(22, 0, [23, 24, 25], Property("name", "exports")),
            record(23, 22, [], Property("name", "/home"), Property("opts", "ro"), Property("opts", "soft")),
            record(24, 22, [], Property("opts", "a \"b\", c")),
            record(25, 22, [], Property("name", #"C:\DOS"#), Property("opts", "rw")),
            record(27, 0, [], Property("name", "k=v"), Property("quote", "Ärger")),
        ]
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    private static func record(
        _ id: UInt32, _ parent: UInt32, _ children: [UInt32], _ properties: Property...
    ) -> DirectoryRecord {
        DirectoryRecord(id: id, instance: 0, parent: parent, children: children, properties: PropertyList(properties))
    }
}
