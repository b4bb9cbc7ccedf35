import Foundation
import Glibc
import Synchronization
import Testing

@Suite("Tools on a terminal")
struct TerminalTests {
    /// A server of a root directory without children, which takes its time for each write.
    private func server(pause: useconds_t = 0) throws -> ScriptedServer {
        let made = Mutex<UInt32>(8)
        return try ScriptedServer { call in
            guard call.program == 200_100_000 else { return .refusal(1) }
            switch call.procedure {
            case 2: return .results(words(0, 0, 5))
            case 3: return .results(words(0, number(call.arguments, 0), 5))
            case 7: return .results(words(0, 7, 5, 0))
            case 9: return .results(words(0, 0, 7, 5))
            case 10: return .results(words(0, 1, 7, 7, 5))
            case 17: return .results(words(0, 1, 3) + [0x35, 0x30, 0x31, 0] + words(0, 5))
            default:
                usleep(pause)
                let id = made.withLock { id in
                    id += 1
                    return id
                }
                return .results(words(0, id, 0, 7, 6))
            }
        }
    }

    private func writes(_ server: ScriptedServer) -> [ScriptedServer.Call] {
        server.calls.filter { $0.program == 200_100_000 && RecordedTrace.isWrite($0) }
    }

    @Test("A password is typed unseen on the terminal, whatever the input is")
    func password() throws {
        let server = try server()
        defer { server.stop() }
        let script = "$NETINFO niutil -appendprop -p -t 127.0.0.1:\(server.port)/x / k v </dev/null; echo status $?"
        guard let terminal = try PseudoTerminal(script: script, for: "TerminalTests") else { return }
        #expect(terminal.wait { $0.hasSuffix("Password: ") })
        #expect(!terminal.echoes)
        #expect(terminal.type("abc\r", after: "Password: "))
        #expect(terminal.end() == 0)
        #expect(terminal.wait { $0.hasSuffix("status 0\r\n") })
        #expect(terminal.text == "Password: \r\nstatus 0\r\n")
        let sent = try #require(writes(server).first)
        #expect(Array(sent.credentialBody.dropFirst(4).prefix(8)) == words(3) + [~0x61, ~0x62, ~0x63, 0])
    }

    @Test("Ctrl-C instead of a password ends the tool, and characters are shown again")
    func interruptedPassword() throws {
        let server = try server()
        defer { server.stop() }
        for tool in ["niutil -appendprop -p -t DOMAIN / k v", "niload -p -t passwd DOMAIN"] {
            let line = tool.replacing("DOMAIN", with: "127.0.0.1:\(server.port)/x")
            let script = "$NETINFO \(line) </dev/null; echo status $?; read reply"
            guard let terminal = try PseudoTerminal(script: script, for: "TerminalTests") else { return }
            #expect(terminal.wait { $0.hasSuffix("Password: ") && !terminal.echoes })
            #expect(terminal.type("ab\u{03}", after: "Password: "))
            #expect(terminal.wait { $0.hasSuffix("status 130\r\n") })
            #expect(!terminal.text.contains("ab"))
            #expect(terminal.echoes)
            #expect(terminal.type("\r", after: "status 130\r\n"))
            _ = terminal.end()
        }
        #expect(writes(server).isEmpty)
    }

    private func load(_ options: String, _ tail: String) throws -> String? {
        let server = try server(pause: 40_000)
        defer { server.stop() }
        let lines = (0..<40).map { "u\($0):x:\($0):20:U:/:/bin/sh\\n" }.joined()
        let script =
            "printf '\(lines)' | $NETINFO niload \(options) -t passwd 127.0.0.1:\(server.port)/x \(tail); echo status $?"
        guard let terminal = try PseudoTerminal(script: script, for: "TerminalTests") else { return nil }
        #expect(terminal.end() == 0)
        #expect(terminal.wait { $0.hasSuffix("status 0\r\n") })
        #expect(writes(server).count == 40)
        return terminal.text
    }

    @Test("A long load tells on one line how far it is, from the first second on")
    func progress() throws {
        guard let text = try load("", "") else { return }
        let pattern = #/\r([0-9]+)/40 entries, [0-9]+/s /#
        let updates = text.matches(of: pattern).compactMap { Int($0.1) }
        // Forty milliseconds each: what comes before the first second is not told.
        #expect(updates.count >= 2 && updates == updates.sorted(), "\(text.debugDescription)")
        #expect(updates.allSatisfy { $0 >= 15 })
        #expect(text.hasSuffix("\r40/40 entries\u{1B}[K\r\nstatus 0\r\n"))
    }

    @Test("There is no progress on what is no terminal, or with -q", arguments: [("", "2>&1 | cat"), ("-q", "")])
    func quiet(_ options: String, _ tail: String) throws {
        guard let text = try load(options, tail) else { return }
        #expect(text == "status 0\r\n")
    }

    @Test("A directory with others below it is destroyed only after a yes")
    func question() throws {
        guard let server = try ToolServer(for: "TerminalTests") else { return }
        defer { server.stop() }
        #expect(try server.run("niutil -create -t DOMAIN /a/b").status == 0)
        let script = "$NETINFO niutil -destroy -t \(server.domain) /a; echo status $?"
        for (answer, status) in [("n", 1), ("y", 0)] {
            guard let terminal = try PseudoTerminal(script: script, for: "TerminalTests") else { return }
            #expect(terminal.type("\(answer)\r", after: "destroy directory /a and everything below it? "))
            #expect(terminal.wait { $0.hasSuffix("status \(status)\r\n") })
            #expect(try server.run("niutil -list -t DOMAIN /").output.isEmpty == (status == 0))
        }
    }
}
