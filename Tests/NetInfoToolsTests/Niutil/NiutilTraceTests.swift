import Foundation
import Testing

@Suite("niutil beside the original")
struct NiutilTraceTests {
    /// Recordings that need only the local domain's server. Each is one command and what the server said to it.
    private static let names = [
        "01-niutil-list", "02-niutil-read", "03-niutil-readprop", "04-niutil-create", "05-niutil-createprop",
        "06-niutil-appendprop", "07-niutil-destroyval", "08-niutil-renameprop", "09-niutil-destroy",
        "10-niutil-insertval", "11-niutil-create-with-password", "13-niutil-statistics", "14-niutil-resync",
    ]

    private struct Expectation: Decodable {
        let stdout: String
        let stderr: String
    }

    @Test("Prints what the original printed, and writes what it wrote", arguments: names)
    func replay(_ name: String) throws {
        guard let folder = SharedFiles.folder("conformance/traces", for: "NiutilTraceTests") else { return }
        let url = folder.appendingPathComponent(name + ".json")
        let trace = try RecordedTrace(url)
        let expected = try JSONDecoder().decode(Expectation.self, from: Data(contentsOf: url))
        let server = try ScriptedServer { trace.answer($0) }
        defer { server.stop() }
        // The recording addresses the domain as "."; here it is the server at a port of its own.
        var arguments = trace.command.split(separator: " ").map(String.init)
        let domain = try #require(arguments.firstIndex(of: "."))
        arguments[domain] = "127.0.0.1:\(server.port)/local"
        arguments.insert("-t", at: 1)
        let run = try ToolRun(arguments)
        #expect(run.output == expected.stdout)
        #expect(run.error == expected.stderr)
        #expect(run.status == trace.exit)
        #expect(trace.unknownCalls == [])
        let writes = server.calls.filter { $0.program == 200_100_000 && RecordedTrace.isWrite($0) }
        #expect(writes.map { words($0.procedure) + $0.arguments } == trace.writes)
    }

    @Test("A user's calls carry the complemented password")
    func credential() throws {
        guard let folder = SharedFiles.folder("conformance/traces", for: "NiutilTraceTests") else { return }
        let trace = try RecordedTrace(folder.appendingPathComponent("11-niutil-create-with-password.json"))
        let server = try ScriptedServer { trace.answer($0) }
        defer { server.stop() }
        _ = try ToolRun("niutil -create -t -u alice -P alicepw 127.0.0.1:\(server.port)/local /users/alice/info")
        let write = try #require(server.calls.first { RecordedTrace.isWrite($0) && $0.program == 200_100_000 })
        #expect(write.credentialFlavor == 1)
        #expect(
            write.credentialBody[4...]
                == (words(7) + [0x9E, 0x93, 0x96, 0x9C, 0x9A, 0x8F, 0x88, 0] + words(501, 0, 0))[...])
    }

    @Test(
        "A dry run says what it would write, and writes nothing",
        arguments: [
            ("04-niutil-create", "would create directory /config\nwould create directory /config/dns\n"),
            ("05-niutil-createprop", "would create phone in directory /users/alice: 555 556\n"),
            ("08-niutil-renameprop", "would rename shell in directory /users/alice to loginshell\n"),
            ("09-niutil-destroy", "would destroy directory /users/nobody\n"),
        ])
    func dryRun(_ name: String, _ expected: String) throws {
        guard let folder = SharedFiles.folder("conformance/traces", for: "NiutilTraceTests") else { return }
        let trace = try RecordedTrace(folder.appendingPathComponent(name + ".json"))
        let server = try ScriptedServer { trace.answer($0) }
        defer { server.stop() }
        var arguments = trace.command.split(separator: " ").map(String.init)
        let domain = try #require(arguments.firstIndex(of: "."))
        arguments[domain] = "127.0.0.1:\(server.port)/local"
        arguments.insert(contentsOf: ["-t", "--dry-run"], at: 1)
        let run = try ToolRun(arguments)
        #expect(run.output == expected)
        #expect(run.error == "")
        #expect(run.status == 0)
        #expect(!server.calls.contains { $0.program == 200_100_000 && RecordedTrace.isWrite($0) })
    }
}
