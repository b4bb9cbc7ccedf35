import Testing

@Suite("The walk of nigrep and nireport through a domain")
struct NigrepWalkTests {
    private static let longName = String(repeating: "n", count: 9_000)

    private static func opaque(_ text: String) -> [UInt8] {
        words(UInt32(text.utf8.count)) + text.utf8 + Array(repeating: 0, count: (4 - text.utf8.count % 4) % 4)
    }

    /// A root with three children, of which the second is gone by the time it is read, and a child of the third that
    /// claims the root as its own child.
    private static func answer(_ call: ScriptedServer.Call) -> ScriptedServer.Answer {
        guard call.program == 200_100_000 else { return .refusal(1) }
        let id = call.arguments.count >= 4 ? number(call.arguments, 0) : 0
        let children: [UInt32: [UInt32]] = [0: [1, 2, 3], 3: [4], 4: [0]]
        switch call.procedure {
        case 2: return .results(words(0, 0, 0))
        case 7 where id == 2, 9 where id == 2: return .results(words(5))
        case 7:
            let name = id == 3 ? longName : "n\(id)"
            let properties = words(1) + opaque("name") + words(1) + opaque(name)
            return .results(words(0, id, 0) + properties)
        case 9:
            let list = children[id] ?? []
            return .results(words(0, UInt32(list.count)) + list.flatMap { words($0) } + words(id, 0))
        default: return .refusal(3)
        }
    }

    private func run(_ line: String) throws -> ToolRun {
        let server = try ScriptedServer { Self.answer($0) }
        defer { server.stop() }
        let domain = "127.0.0.1:\(server.port)/network"
        return try ToolRun(line.split(separator: " ").map { $0 == "DOMAIN" ? domain : String($0) })
    }

    @Test("A directory that vanishes is skipped, a circle is walked once, and paths have no limit")
    func walk() throws {
        let run = try run("nigrep name -t DOMAIN")
        let lines = [
            "0 /:  name n0", "1 /n1:  name n1", "3 /\(Self.longName):  name \(Self.longName)",
            "4 /\(Self.longName)/n4:  name n4",
        ]
        #expect(run.output == lines.map { $0 + "\n" }.joined())
        #expect(run.error == "")
        #expect(run.status == 0)
    }

    @Test("A child that vanishes has no line in a report")
    func report() throws {
        #expect(try run("nireport -t DOMAIN / name").output == "n1\t\n\(Self.longName)\t\n")
    }

    @Test("A failure on the way is named by the function and keeps what was printed")
    func failure() throws {
        let server = try ScriptedServer { call in
            call.procedure == 7 && number(call.arguments, 0) == 4 ? .results(words(4)) : Self.answer(call)
        }
        defer { server.stop() }
        let run = try ToolRun("nigrep n1 -t 127.0.0.1:\(server.port)/network")
        #expect(run.output == "1 /n1:  name n1\n")
        #expect(run.error == "ni_read: Permission denied\n")
        #expect(run.status == 104)
    }

    @Test("A server that says nothing is given up after the time-out")
    func silence() throws {
        let server = try ScriptedServer { _ in .silence }
        defer { server.stop() }
        let clock = ContinuousClock()
        let time = try clock.measure {
            let run = try ToolRun("nireport -T 1 -t 127.0.0.1:\(server.port)/x / name")
            #expect(
                run.error.hasPrefix(
                    "nireport: can't connect to server 127.0.0.1:\(server.port)/x: Communication failure\n"))
            #expect(run.status == 199)
        }
        #expect(time < .seconds(5))
    }
}
