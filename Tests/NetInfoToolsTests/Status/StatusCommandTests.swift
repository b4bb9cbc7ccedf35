import Foundation
import Glibc
import NetInfoServer
import NetInfoTesting
import Testing

@Suite("netinfo status")
struct StatusCommandTests {
    /// A server with one setting that differs from its profile, once it has told its status.
    private func server(sockets: Bool = false) throws -> TestServer {
        let tree = try SampleTree.flat([])
        let server = try TestServer(domains: ["network": tree, "lab": tree], sockets: sockets) { configuration in
            configuration.security = .hardened
            configuration.policy = .hardened
            configuration.policy.readFrom = .anywhere
        }
        for _ in 0..<500 where access("\(server.store)/status.json", R_OK) != 0 { usleep(10_000) }
        return server
    }

    @Test("Without a server it says so and ends with 1")
    func none() throws {
        let folder = TemporaryFolder("netinfo-status")
        let empty = try ToolRun("netinfo status --store \(folder.path)")
        #expect(empty.output == "no server runs on the store \(folder.path)\n" && empty.error == "")
        #expect(empty.status == 1)
        let missing = try ToolRun("netinfo status --security --store \(folder("none"))")
        #expect(missing.output == "no server runs on the store \(folder("none")): there is no such folder\n")
        let json = try ToolRun("netinfo status --json --store \(folder.path)")
        #expect(json.output == #"{"answers":false,"running":false,"store":"\#(folder.path)"}"# + "\n")
        #expect(json.status == 1)
    }

    @Test("A server's user, ports, sockets and domains are told")
    func running() throws {
        let server = try server(sockets: true)
        defer { server.stop() }
        let run = try ToolRun("netinfo status --store \(server.store)")
        #expect(run.status == 0, "\(run.output)\(run.error)")
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0].hasPrefix("netinfod \(NetInfoVersion.number) runs as process \(getpid()) and as "))
        #expect(lines.contains("  answers     yes, on port \(server.tcpPort)"))
        #expect(lines.contains("  addresses   127.0.0.1"))
        #expect(lines.contains("  sockets     \(server.socketFolder)"))
        #expect(lines.contains("  security    hardened, but for read-from=anywhere"))
        let domain = try #require(lines.first { $0.hasPrefix("network (primary)") })
        let words = domain.split(separator: " ").map(String.init)
        #expect(words[3] == "\(server.tcpPort)" && words.last == server.socketPath)
        let one = try ToolRun("netinfo status --tag lab --store \(server.store)")
        #expect(one.output.contains("\nlab ") && !one.output.contains("\nnetwork"))
        let unknown = try ToolRun("netinfo status --tag nowhere --store \(server.store)")
        #expect(unknown.error.contains("the server has no domain 'nowhere'; it has: network, lab"))
        #expect(unknown.status == 1)
    }

    @Test("--security tells the settings in force, and marks those that differ from the profile")
    func security() throws {
        let server = try server()
        defer { server.stop() }
        let run = try ToolRun("netinfo status --security --store \(server.store)")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("security: hardened, but for 1 setting, marked *\n"))
        let table = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(table.contains(["*", "read-from", "S2", "anywhere", "attached", "anywhere"]))
        for setting in SecuritySetting.all where setting.key != "read-from" {
            #expect(table.contains { $0.first == setting.key && $0.last == setting.original }, "\(setting.key)")
        }
        #expect(run.output.contains("net.ipv4.ip_unprivileged_port_start is "))
        #expect(run.output.contains("\nattached networks  127.0.0.1/8"))
        #expect(run.output.contains("no trusted_networks: everybody who reaches this host may read it"))
        #expect(run.output.contains("netinfo check --passwords"))
    }

    @Test("--json tells everything; the file behind it is the owner's only, and goes with the server")
    func json() throws {
        let server = try server()
        let run = try ToolRun("netinfo status --json --tag network --store \(server.store)")
        #expect(run.status == 0)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(run.outputBytes)) as? [String: Any])
        #expect(document["running"] as? Bool == true && document["port"] as? Int == Int(server.tcpPort))
        let told = try #require(document["server"] as? [String: Any])
        #expect((told["settings"] as? [Any])?.count == SecuritySetting.all.count)
        #expect(told["uid"] as? UInt32 == geteuid() && told["security"] as? String == "hardened")
        let domains = try #require(told["domains"] as? [[String: Any]])
        #expect(domains.map { $0["tag"] as? String } == ["network"])
        var status = stat()
        #expect(lstat("\(server.store)/status.json", &status) == 0 && status.st_mode & 0o777 == 0o600)
        server.stop()
        #expect(access("\(server.store)/status.json", F_OK) != 0)
        let after = try ToolRun("netinfo status --store \(server.store)")
        #expect(after.status == 1 && after.output.hasPrefix("no server runs"))
    }

    @Test("What a dead server left behind is not believed")
    func dead() throws {
        guard let daemon = try DaemonProcess(descriptors: 256, for: "netinfo status") else { return }
        for _ in 0..<500 where access("\(daemon.store)/status.json", R_OK) != 0 { usleep(10_000) }
        #expect(try ToolRun("netinfo status --store \(daemon.store)").status == 0)
        kill(daemon.identifier, SIGKILL)
        for _ in 0..<500 where try ToolRun("netinfo status --store \(daemon.store)").status == 0 { usleep(10_000) }
        let run = try ToolRun("netinfo status --store \(daemon.store)")
        #expect(run.status == 1 && run.output == "no server runs on the store \(daemon.store)\n")
    }
}
