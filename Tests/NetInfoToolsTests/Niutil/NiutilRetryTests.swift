import Synchronization
import Testing

@Suite("niutil against a server in trouble")
struct NiutilRetryTests {
    /// A server with a root directory that has one property `k`, whose writes are answered with `statuses` in turn.
    private func server(writes statuses: [UInt32]) throws -> ScriptedServer {
        let left = Mutex(statuses)
        return try ScriptedServer { call in
            guard call.program == 200_100_000 else { return .refusal(1) }
            switch call.procedure {
            case 2, 3: return .results(words(0, 0, 5))
            case 9: return .results(words(0, 0, 0, 5))
            case 14: return .results(words(0, 1, 1) + [0x76, 0, 0, 0] + words(0, 5))
            case 17: return .results(words(0, 1, 1) + [0x6B, 0, 0, 0] + words(0, 5))
            default:
                let status = left.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
                return .results(status == 0 ? words(0, 0, 6) : words(status))
            }
        }
    }

    private func writes(_ server: ScriptedServer) -> [ScriptedServer.Call] {
        server.calls.filter { $0.program == 200_100_000 && RecordedTrace.isWrite($0) }
    }

    @Test("A stale write is repeated with everything read again, three times at most")
    func stale() throws {
        let patient = try server(writes: [2, 2, 2])
        defer { patient.stop() }
        #expect(try ToolRun("niutil -appendprop -t 127.0.0.1:\(patient.port)/x / k w").status == 0)
        #expect(writes(patient).count == 4)
        let hopeless = try server(writes: [2, 2, 2, 2])
        defer { hopeless.stop() }
        let run = try ToolRun("niutil -appendprop -t 127.0.0.1:\(hopeless.port)/x / k w")
        #expect(run.error == "niutil: can't modify k in directory /: Write attempted on stale version of object\n")
        #expect(run.status == 102)
    }

    @Test("A busy master is waited for with -R only, and the values survive the repetition")
    func busy() throws {
        let impatient = try server(writes: [22])
        defer { impatient.stop() }
        let run = try ToolRun("niutil -appendprop -t 127.0.0.1:\(impatient.port)/x / k w")
        #expect(run.error == "niutil: can't modify k in directory /: Master server is busy\n")
        #expect(run.status == 122)
        #expect(writes(impatient).count == 1)
        let patient = try server(writes: [22])
        defer { patient.stop() }
        #expect(try ToolRun("niutil -appendprop -R -t 127.0.0.1:\(patient.port)/x / k w").status == 0)
        #expect(writes(patient).count == 2)
        #expect(writes(patient)[0].arguments == writes(patient)[1].arguments)
    }

    @Test("An id that no directory can have is not asked for")
    func ids() throws {
        let server = try server(writes: [])
        defer { server.stop() }
        let run = try ToolRun("niutil -read -t 127.0.0.1:\(server.port)/x 4294967295")
        #expect(run.error == "niutil: can't open directory 4294967295: No such directory\n")
        #expect(run.status == 105)
    }

    @Test("Values can be had in JSON and ending in NUL")
    func formats() throws {
        let server = try server(writes: [])
        defer { server.stop() }
        let domain = "-t 127.0.0.1:\(server.port)/x"
        #expect(try ToolRun("niutil -readprop --json \(domain) / k").output == "{\"key\":\"k\",\"values\":[\"v\"]}\n")
        #expect(try ToolRun("niutil -readprop -0 \(domain) / k").output == "v\0")
    }
}
