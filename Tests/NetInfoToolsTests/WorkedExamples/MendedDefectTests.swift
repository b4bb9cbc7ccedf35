import Foundation
import NetInfoTesting
import Testing

/// The defects of the original in the order of the harm they did (`tools.md` 16), each of which failed such a test. Two
/// of them are shown elsewhere: the third, values lost while the master is busy, by `NiutilRetryTests`, and the last, wrong
/// options of nidomain and nifind, by `NidomainTests` and `NifindCommandTests`.
@Suite("Mended defects of the original, the most harmful first")
struct MendedDefectTests {
    private static let tree = "{ name = t; k = v; CHILDREN = ( { name = a; CHILDREN = ( { name = b; } ) } ) }"

    private func server(_ row: Int) throws -> ToolServer? { try ToolServer(for: "MendedDefectTests, row \(row)") }

    @Test(
        "1: Raw input that is empty or wrong anywhere leaves everything as it is",
        arguments: ["", "# x\n", "{ name = ( t ;", "{ CHILDREN = ( { a } ) }"])
    func emptyInput(_ text: String) throws {
        guard let server = try server(1) else { return }
        defer { server.stop() }
        #expect(try server.load("-r /t", Self.tree).status == 0)
        let before = try server.dump("-r /")
        let run = try server.load("-r /t", text)
        #expect(run.status == 2)
        #expect(run.error.hasPrefix("niload: ") && run.error.contains(" at line "), "\(run.error)")
        #expect(try server.load("-r /fresh", text).status == 2)
        #expect(try server.dump("-r /") == before)
    }

    @Test("2: Destroying the root is refused before anything is gone")
    func root() throws {
        guard let server = try server(2) else { return }
        defer { server.stop() }
        #expect(try server.load("-r /t", Self.tree).status == 0)
        let before = try server.dump("-r /")
        for path in ["/", "0", "//"] {
            let run = try server.run("niutil -destroy -t DOMAIN \(path)")
            #expect(
                run.error == "niutil: can't destroy directory \(path): Object is not child of parent: cannot destroy\n")
            #expect(run.status == 109)
        }
        #expect(try server.dump("-r /") == before)
    }

    @Test("4: Backslashes survive raw dumps and loads, also at the end of a value")
    func backslashes() throws {
        guard let server = try server(4) else { return }
        defer { server.stop() }
        #expect(try server.run(#"niutil -createprop -t DOMAIN / k C:\ \\ a\b \""#).status == 0)
        let dump = try server.dump("-r /")
        #expect(dump == "{\n  \"k\" = ( \"C:\\\\\", \"\\\\\\\\\", \"a\\\\b\", \"\\\\\\\"\" );\n}\n")
        let named = dump.replacing("{\n", with: "{\n  name = copy;\n")
        #expect(try server.load("-r /copy", named).status == 0)
        #expect(try server.read("/copy") == "name: copy\n" + #"k: C:\ \\ a\b \""# + "\n")
    }

    @Test(
        "5: Nothing is dropped: flags and numbers of printers, boot parameters, protocols, dump frequencies",
        arguments: [
            ("printcap", "lp|ps: \\\n\t:sh:rm=a=b:mx#0:\n"), ("bootparams", "alpha root=srv:/r \\\n\tswap=srv:/s\n"),
            ("services", "domain\t53/udp\tnameserver\ndomain\t53/tcp\tnameserver\n"),
            ("fstab", "/dev/sda1 / ext4 rw 1 2\n"),
        ])
    func dropped(_ format: String, _ text: String) throws {
        guard let server = try server(5) else { return }
        defer { server.stop() }
        #expect(try server.load(format, text).status == 0)
        #expect(try server.dump(format) == text)
    }

    @Test("6: Input from a pipe is read whole, up to a last line without a newline")
    func pipe() throws {
        guard let server = try server(6) else { return }
        defer { server.stop() }
        for (format, text) in [("aliases", "crew: alice,bob\nstaff: carol,dave"), ("group", "one:*:1:\ntwo:*:22:")] {
            let process = try ToolProcess("niload \(format) -t \(server.domain)", input: text, for: "row 6")
            guard let process else { return }
            #expect(process.wait().status == 0)
            #expect(try server.dump(format) == text + "\n")
        }
    }

    @Test("8: Data that looks like an option is data")
    func data() throws {
        guard let server = try server(8) else { return }
        defer { server.stop() }
        #expect(try server.run("niutil -createprop -t DOMAIN / k -read -p -2 --help -t").status == 0)
        #expect(try server.read("/") == "k: -read -p -2 --help -t\n")
        #expect(try server.run("niutil -create -t DOMAIN /a -T 5").status == 0)
    }

    @Test("9: A failure is no success: values that are not there, raw syntax, wrong use of nicl")
    func exitStatus() throws {
        guard let server = try server(9) else { return }
        defer { server.stop() }
        #expect(try server.run("niutil -createprop -t DOMAIN / k v").status == 0)
        let run = try server.run("niutil -readval -t DOMAIN / k 1")
        #expect(run.error == "niutil: property k in directory / has no value at index 1\n")
        #expect(run.status == 107)
        #expect(try server.load("-r /t", "{ k").status == 2)
        #expect(try ToolRun("nicl").status == 1)
        #expect(try ToolRun("niutil foo bar").status == 1)
    }

    @Test("10: Passwords vanish from the list of processes, and nobody logs in who was not asked to")
    func passwords() throws {
        let server = try ScriptedServer { call in call.program == 200_100_000 ? .silence : .refusal(1) }
        defer { server.stop() }
        let line = "niload -u somebody -P topsecret passwd -T 9 -t 127.0.0.1:\(server.port)/x"
        guard let process = try ToolProcess(line, input: "x", for: "MendedDefectTests") else { return }
        defer { process.send(9) }
        for _ in 0..<500 where server.calls.count < 2 { usleep(10_000) }
        let seen = try String(contentsOfFile: "/proc/\(process.processID)/cmdline", encoding: .utf8)
        #expect(seen.contains("\0passwd\0") && !seen.contains("topsecret") && !seen.contains("somebody"))
        let others = try ScriptedServer { call in
            guard call.program == 200_100_000 else { return .refusal(1) }
            return [2, 3].contains(call.procedure) ? .results(words(0, 0, 5)) : .results(words(4))
        }
        defer { others.stop() }
        let run = try ToolRun(["niload", "group", "-t", "127.0.0.1:\(others.port)/x"], "a:*:1:\n")
        #expect(run.status == 1 && run.error.contains("Permission denied"))
        #expect(others.calls.allSatisfy { $0.credentialFlavor == 0 })
    }

    @Test("11: Names, paths, keys, users and lines may be of any length the protocol has")
    func lengths() throws {
        guard let server = try server(11) else { return }
        defer { server.stop() }
        let long = String(repeating: "x", count: 20_000)
        #expect(try server.load("group", "\(long):*:1:\(long),\(long)\n").status == 0)
        #expect(try server.dump("group") == "\(long):*:1:\(long),\(long)\n")
        #expect(try server.run("niutil -createprop -t DOMAIN /groups/\(long) \(long) \(long)").status == 0)
        #expect(try server.read("/groups/\(long)").hasSuffix("\(long): \(long)\n"))
        #expect(try server.run("nigrep -l x{20000} -t DOMAIN").output == "2 /groups/\(long)\n")
        #expect(try server.run("niutil -read -u \(long) -P \(long) -t DOMAIN /").status == 0)
        let beyond = String(repeating: "y", count: 70_000)
        #expect(try server.load("group", "\(beyond):*:1:\nz:*:2:\n").status == 2)
        #expect(try server.run("nidump group -t DOMAIN").output.hasSuffix("\nz:*:2:\n"))
    }

    @Test(
        "12: One path leads all tools to one directory",
        arguments: [#"/a\/b/c=d/"#, #"a\/b/c=d"#, #"//a\/b//c=d"#, "2"])
    func paths(_ path: String) throws {
        guard let server = try server(12) else { return }
        defer { server.stop() }
        #expect(try server.run(#"niutil -create -t DOMAIN /a\/b/c=d"#).status == 0)
        #expect(try server.read(path) == "c: d\n")
        #expect(try server.run("nicl -t DOMAIN -read \(path)").output == "c: d\n")
        #expect(try server.dump("-r \(path)") == "{\n  \"c\" = ( \"d\" );\n}\n")
        #expect(try server.run("nigrep d -t DOMAIN \(path)").output.hasSuffix(":  c d\n"))
        #expect(try server.run("nireport -t DOMAIN \(path) x").status == 0)
        #expect(try server.load("-r \(path)", "{ c = d; e = f; }").status == 0)
        #expect(try server.read("/a\\/b/c=d") == "c: d\ne: f\n")
    }

    @Test(
        "13: nidump finds -t wherever its manuals have put it",
        arguments: ["-t -r / DOMAIN", "-r / -t DOMAIN", "-t DOMAIN -r /", "-r / -t DOMAIN -T 5"])
    func serverOption(_ line: String) throws {
        guard let server = try server(13) else { return }
        defer { server.stop() }
        let run = try server.run("nidump \(line)")
        #expect(run.status == 0 && run.output == "{\n}\n", "\(run.error)")
    }
}

@Suite("Without a server")
struct WithoutServerTests {
    private static let advice = "Is netinfod running there? Start it, or name another server with -t HOST/TAG.\n"

    @Test("7: A tool ends within its time-out, and says what it tried and what to do")
    func local() throws {
        guard let machine = NetworkNamespace(for: "WithoutServerTests") else { return }
        let tools = [
            ("niutil -T 2 -list . /", 199), ("niutil -T 2 -create . /x", 199), ("nidump -T 2 passwd .", 1),
            ("niload -T 2 passwd . </dev/null", 1), ("nigrep -T 2 x .", 1), ("nireport -T 2 . / name", 199),
        ]
        let lines = tools.map { line, _ in "\(line); echo $?" }.joined(separator: "\n")
        let start = ContinuousClock.now
        let output = try machine.run("kill $daemon; wait $daemon\n\(lines)\n")
        #expect(ContinuousClock.now - start < .seconds(20))
        let expected = tools.map { line, status in
            """
            \(line.prefix { $0 != " " }): can't connect to server for domain .
            tried tcp 127.0.0.1:1033: connect: Connection refused; udp 127.0.0.1:111: recvfrom: Connection refused
            \(Self.advice)\(status)

            """
        }
        #expect(output == expected.joined())
    }

    @Test("A server that never answers is given up after the time-out, too")
    func silence() throws {
        let server = try ScriptedServer { _ in .silence }
        defer { server.stop() }
        let start = ContinuousClock.now
        let run = try ToolRun("niutil -T 1 -list -t 127.0.0.1:\(server.port)/x /")
        #expect(ContinuousClock.now - start < .seconds(3))
        #expect(run.status == 199)
        #expect(
            run.error == """
                niutil: can't connect to server 127.0.0.1:\(server.port)/x: Communication failure
                tried tcp 127.0.0.1:\(server.port): timed out
                \(Self.advice)
                """)
    }

    @Test("In JSON it is one object on one line")
    func json() throws {
        let run = try ToolRun("niutil --json -list -t 127.0.0.1:1/x /")
        #expect(
            run.error.hasSuffix(
                "\"message\":\"can't connect to server 127.0.0.1:1/x: Communication failure\",\"path\":null}\n"))
        #expect(run.error.split(separator: "\n").count == 1)
    }
}
