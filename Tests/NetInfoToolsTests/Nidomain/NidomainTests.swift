import Testing

@Suite("nidomain and the binder")
struct NidomainTests {
    private static let binder: UInt32 = 200_100_001

    private static func opaque(_ text: String) -> [UInt8] {
        words(UInt32(text.utf8.count)) + text.utf8 + Array(repeating: 0, count: (4 - text.utf8.count % 4) % 4)
    }

    /// Runs a command line whose word `HOST` is a binder that answers every call with `results`.
    private func run(
        _ line: String, answering results: [UInt8] = words(0)
    ) throws -> (run: ToolRun, calls: [ScriptedServer.Call]) {
        let server = try ScriptedServer { call in
            call.program == Self.binder ? .results(results) : .refusal(1)
        }
        defer { server.stop() }
        let host = "127.0.0.1:\(server.port)"
        let run = try ToolRun(line.split(separator: " ").map { $0 == "HOST" ? host : String($0) })
        return (run, server.calls)
    }

    @Test("Lists tags in the order of registration")
    func list() throws {
        let entries = Self.opaque("network") + words(832, 833) + Self.opaque("local") + words(1033, 1033)
        let (run, calls) = try run("nidomain -l HOST", answering: words(0, 2) + entries)
        #expect(run.output == "tag=network udp=832 tcp=833\ntag=local udp=1033 tcp=1033\n")
        #expect(run.status == 0)
        #expect(calls.map(\.procedure) == [4])
        let json = try self.run("nidomain --json -l HOST", answering: words(0, 2) + entries).run
        #expect(
            json.output == #"[{"tag":"network","udp":832,"tcp":833},{"tag":"local","udp":1033,"tcp":1033}]"# + "\n")
    }

    @Test("Prints the ports of one tag")
    func get() throws {
        let (run, calls) = try run("nidomain -g local HOST", answering: words(0, 1033, 1034))
        #expect(run.output == "tag=local udp=1033 tcp=1034\n")
        #expect(calls.map(\.arguments) == [Self.opaque("local")])
    }

    @Test("Changes go out as the original sends them, and print nothing")
    func changes() throws {
        let expected: [(String, [UInt32], [[UInt8]])] = [
            ("nidomain -m scratch HOST", [5], [Self.opaque("scratch")]),
            (
                "nidomain -c copy 10.9.8.1/network HOST", [6],
                [Self.opaque("copy") + Self.opaque("10.9.8.1") + words(0x0A09_0801) + Self.opaque("network")]
            ),
            ("nidomain -u scratch HOST", [2], [Self.opaque("scratch")]),
        ]
        for (line, procedures, arguments) in expected {
            let (run, calls) = try run(line)
            #expect(run.output == "" && run.error == "" && run.status == 0)
            #expect(calls.map(\.procedure) == procedures)
            #expect(calls.map(\.arguments) == arguments)
        }
    }

    @Test("An alias gets the ports of the tag")
    func alias() throws {
        let (run, calls) = try run("nidomain -a local other HOST", answering: words(0, 5, 6))
        #expect(run.status == 0)
        #expect(calls.map(\.procedure) == [3, 1])
        #expect(calls.last?.arguments == Self.opaque("other") + words(5, 6))
        let unknown = try self.run("nidomain -a nosuch other HOST", answering: words(19)).run
        #expect(unknown.error == "nidomain: unknown tag nosuch\n")
        #expect(unknown.status == 1)
    }

    @Test("Keeping the files only takes the tag from the list")
    func keepFiles() throws {
        let (run, calls) = try run("nidomain -d --keep-files local HOST", answering: words(0, 5, 6))
        #expect(run.status == 0)
        #expect(calls.map(\.procedure) == [3, 2])
    }

    @Test("Destroying ends in the call that destroys")
    func destroy() throws {
        let (run, calls) = try run("nidomain -d -f scratch HOST", answering: words(0, 1, 1))
        #expect(run.output == "" && run.error == "" && run.status == 0)
        #expect(calls.last?.procedure == 7)
        #expect(calls.last?.arguments == Self.opaque("scratch"))
    }

    @Test("After a clone is destroyed its master is named, which still lists it")
    func destroyClone() throws {
        let role = Self.opaque("tag") + words(2) + Self.opaque("copy") + Self.opaque("clone")
        let root = Self.opaque("master") + words(1) + Self.opaque("vm/network")
        let clone = try ScriptedServer { call in
            .results(call.procedure == 1 ? words(1) + role : words(0, 0, 0, 1) + root)
        }
        defer { clone.stop() }
        let run = try run("nidomain -d copy HOST", answering: words(0, 1, UInt32(clone.port))).run
        let reminder = "copy was a clone of vm/network, which still has a serves entry for it in /machines"
        #expect(run.error == "nidomain: warning: \(reminder)\n")
        #expect(run.status == 0)
    }

    @Test(
        "A refusal is reported with its status",
        arguments: [
            ("-d -f x", 19, "No such tag"), ("-m x", 18, "Duplicate domain tag: can't serve it"),
            ("-m x", 4, "Permission denied"), ("-c x 10.0.0.1/y", 14, "Remote system error"),
            ("-g x", 19, "No such tag"),
        ] as [(String, UInt32, String)])
    func refusal(_ operation: String, _ status: UInt32, _ text: String) throws {
        let run = try run("nidomain \(operation) HOST", answering: words(status)).run
        #expect(run.error == "nidomain: operation failed - \(text)\n")
        #expect(run.output == "")
        #expect(run.status == 1)
    }

    @Test("A password is sent complemented when asked for")
    func password() throws {
        let (_, calls) = try run("nidomain -P a -m scratch HOST")
        let call = try #require(calls.first)
        #expect(call.credentialFlavor == 1)
        #expect(call.credentialBody[4...] == (words(1) + [0x9E, 0, 0, 0] + words(0, 0, 0))[...])
        #expect(try run("nidomain -m scratch HOST").calls.first?.credentialFlavor == 0)
    }

    @Test("A master without a slash, host or tag is refused, not a crash")
    func cloneSource() throws {
        #expect(try ToolRun("nidomain -c copy master").error == "nidomain: missing '/' in master\n")
        #expect(try ToolRun("nidomain -c copy /x").error == "nidomain: missing host in /x\n")
        #expect(try ToolRun("nidomain -c copy x/").error == "nidomain: missing tag in x/\n")
        #expect(try ToolRun("nidomain -c copy master").status == 1)
    }

    @Test("A host without a binder, and one without an address")
    func unreachable() throws {
        let refused = try ToolRun("nidomain -l 127.0.0.1:1")
        #expect(refused.error == "nidomain: cannot connect to server 127.0.0.1:1\n")
        #expect(refused.status == 1)
        let unknown = try ToolRun("nidomain -l no-such-host.invalid")
        #expect(unknown.error == "nidomain: unknown host - no-such-host.invalid\n")
        #expect(unknown.status == 1)
    }

    @Test("Misuse prints the usage text")
    func misuse() throws {
        #expect(try ToolRun("nidomain").error.hasPrefix("usage: nidomain -l "))
        #expect(
            try ToolRun("nidomain -m").error.hasPrefix("nidomain: insufficient number of arguments for -m\nusage: "))
        #expect(try ToolRun("nidomain -l -g x").error.hasPrefix("nidomain: more than one operation: -g\n"))
        #expect(try ToolRun("nidomain -l a b").error.hasPrefix("nidomain: unexpected argument b\n"))
        #expect(try ToolRun("nidomain -m").status == 1)
        #expect(try ToolRun("nidomain --help").output.hasPrefix("usage: nidomain -l "))
    }
}

@Suite("nidomain on a machine of its own")
struct NidomainMachineTests {
    private func expect(_ commands: String, _ lines: String...) throws {
        guard let machine = NetworkNamespace(for: "NidomainMachineTests") else { return }
        let output = try machine.run(commands)
        #expect(output == lines.map { $0 + "\n" }.joined())
    }

    @Test("Makes, aliases and destroys domains")
    func lifeCycle() throws {
        try expect(
            """
            nidomain -m extra; nidomain -m extra; echo $?
            niutil -read -t 127.0.0.1/extra /
            nidomain -a extra other; nidomain -l | cut -d' ' -f1
            nidomain -u other; nidomain -d extra; nidomain -g extra; echo $?
            """,
            "nidomain: operation failed - Duplicate domain tag: can't serve it", "1", "master: vm/extra",
            "tag=network", "tag=local", "tag=extra", "tag=other", "nidomain: operation failed - No such tag", "1")
    }

    @Test("Without a daemon, nobody answers; only on request is that a success")
    func withoutDaemon() throws {
        try expect(
            """
            kill $daemon; wait $daemon
            nidomain -T 2 -l; echo $?
            nidomain -T 2 --legacy-exit -l; echo $?
            nidomain -T 2 --legacy-exit -m x; echo $?
            """,
            "nidomain: cannot connect to server localhost", "1", "nidomain: cannot connect to server localhost", "0",
            "nidomain: cannot connect to server localhost", "1")
    }
}
