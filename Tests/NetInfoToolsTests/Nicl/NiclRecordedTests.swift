import Foundation
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("nicl beside the original, against a real server")
struct NiclRecordedTests {
    private struct Group: Decodable {
        let cases: [Case]
    }

    private struct Case: Decodable {
        let name: String
        let command: String
        let expect: Result
        let expect_changed: Result?
        let internalOnly: Bool?

        enum CodingKeys: String, CodingKey {
            case name, command, expect, expect_changed
            case internalOnly = "internal"
        }
    }

    private struct Result: Decodable, Equatable {
        let out: String
        let err: String
        let rc: Int32
    }

    /// Ports of a server without portmapper are given with the host, which changes how an unknown tag fails.
    private static let unsuitable = ["nicl-t-host-nosuchtag-list"]

    @Test("Prints and returns what the original did", arguments: ["nicl.json", "golden-read.json"])
    func replay(_ file: String) throws {
        guard let folder = SharedData.folder("conformance/cli", for: "NiclRecordedTests"),
            Privileges.mayUseReservedPorts(for: "NiclRecordedTests")
        else { return }
        let group = try JSONDecoder().decode(Group.self, from: Data(contentsOf: folder.appending(path: file)))
        let tree = try NiclFixture.tree(folder.appending(path: "fixture.json"), tag: "network")
        let server = try TestServer(domains: ["network": tree])
        let domain = "127.0.0.1:\(server.tcpPort)/network"
        let cases = group.cases.filter { $0.command.contains("nicl ") && $0.internalOnly != true }
        #expect(!cases.isEmpty)
        for recorded in cases where !Self.unsuitable.contains(recorded.name) {
            let run = try Self.run(recorded.command.replacing("$DOMAIN", with: domain))
            let found = Result(out: run.output, err: run.error, rc: run.status)
            #expect(found == recorded.expect_changed ?? recorded.expect, "\(recorded.name)")
        }
    }

    /// Runs `nicl ...` or `printf 'TEXT' | nicl ...`.
    private static func run(_ command: String) throws -> ToolRun {
        let parts = command.split(separator: "'")
        guard command.hasPrefix("printf "), parts.count >= 3 else { return try ToolRun(command) }
        let line = parts[2].drop { $0 != "n" }
        return try ToolRun(String(line), input: String(parts[1]).replacing("\\n", with: "\n"))
    }
}

@Suite("nicl with a server")
struct NiclServerTests {
    @Test("Versions come from the server, and an unknown user's write is refused")
    func server() throws {
        guard Privileges.mayUseReservedPorts(for: "NiclServerTests") else { return }
        let server = try TestServer(domains: ["network": try SampleTree.flat([[.init("name", "users")]])])
        let domain = "127.0.0.1:\(server.tcpPort)/network"
        #expect(
            try ToolRun("nicl -v -t \(domain) read /users").output
                == "Record: 1   Version: 2   Serial: 0\nParent: 0\nAttributes:\n    name: users\n")
        #expect(try ToolRun("nicl -T 5 -t \(domain) mk /users/alice").status == 0)
        #expect(try ToolRun("nicl -t \(domain) ls /users uid").output == "")
        #expect(try ToolRun("nicl -t \(domain) stats").output.contains("\ntag: network master 0\n"))
        #expect(try ToolRun("nicl --json -t \(domain) domainname").output == "{\"domain\":\"/\"}\n")
        let readOnly = try ToolRun("nicl -ro -t \(domain) mk /x")
        #expect(readOnly.error == "create: Write Access Restricted\n")
        #expect(readOnly.status == 163)
    }

    @Test("-P without -u means root, and auth means whom it names")
    func credentials() throws {
        let server = try ScriptedServer { call in
            guard call.program == 200_100_000 else { return .refusal(1) }
            switch call.procedure {
            case 2, 3: return .results(words(0, 0, 5))
            case 10: return .results(words(0, 1, 7, 0, 5))
            case 14: return .results(words(0, 1, 1) + [0x30, 0, 0, 0] + words(0, 5))
            case 17: return .results(words(0, 1, 3) + [0x75, 0x69, 0x64, 0] + words(0, 5))
            case 7: return .results(words(0, 0, 5, 0))
            default: return .results(words(0, 0, 6, 0, 6))
            }
        }
        defer { server.stop() }
        let domain = "127.0.0.1:\(server.port)/x"
        #expect(try ToolRun("nicl -P pw -t \(domain) append / k v").status == 0)
        let write = try #require(server.calls.last { RecordedTrace.isWrite($0) })
        #expect(write.credentialFlavor == 1)
        #expect(Array(write.credentialBody.dropFirst(4).prefix(8)) == words(2) + [~0x70, ~0x77, 0, 0])
        #expect(try ToolRun("nicl -t \(domain)", input: "append / k v\nauth root abc\nappend / k w\n").status == 0)
        let writes = server.calls.filter { RecordedTrace.isWrite($0) }.suffix(2)
        #expect(writes.first?.credentialFlavor == 0)
        #expect(
            writes.last.map { Array($0.credentialBody.dropFirst(4).prefix(8)) } == words(3) + [~0x61, ~0x62, ~0x63, 0])
    }

    @Test("A stale write is repeated with everything read again, three times at most")
    func stale() throws {
        let server = try ScriptedServer { call in
            guard call.program == 200_100_000 else { return .refusal(1) }
            switch call.procedure {
            case 2, 3: return .results(words(0, 0, 5))
            case 17: return .results(words(0, 0, 0, 5))
            default: return .results(words(2))
            }
        }
        defer { server.stop() }
        let run = try ToolRun("nicl -t 127.0.0.1:\(server.port)/x append / k v")
        #expect(run.error == "append: Stale Record Serial Number\n")
        #expect(run.status == 214)
        #expect(server.calls.filter { RecordedTrace.isWrite($0) }.count == 4)
    }
}
