import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing

@Suite("netinfo history")
struct HistoryCommandTests {
    private let folder = TemporaryFolder("netinfo-history")

    /// A store whose domain `network` has these lines of changes.
    private func store(_ lines: [String], tag: String = "network", kind: String = "changes") throws -> String {
        let audit = folder("store/nodes/\(tag)/audit")
        try FileManager.default.createDirectory(atPath: audit, withIntermediateDirectories: true)
        try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: "\(audit)/\(kind)"))
        return folder("store")
    }

    private func line(_ minute: Int, _ path: String, _ more: String = "", user: String = "wren") -> String {
        """
        {"time":"2026-11-23T10:\(minute < 10 ? "0" : "")\(minute):00.000Z","peer":"10.0.0.9","port":7000,\
        "identity":"user","user":"\(user)","uid":501,"proof":"password","procedure":"write","path":"\(path)","id":7,\
        "instance":2\(more),"outcome":"ok"}
        """
    }

    /// The minutes of the entries that are told.
    private func minutes(_ arguments: String) throws -> [Int] {
        let words = "netinfo history --store \(folder("store")) \(arguments)".split(separator: " ")
        let run = try ToolRun(words.map(String.init))
        #expect(run.status == 0)
        return run.output.split(separator: "\n").compactMap { Int($0.dropFirst(14).prefix(2)) }
    }

    @Test("tells what a server recorded while it runs, with old and new values, but not of passwords")
    func server() throws {
        let server = try TestServer(domains: ["network": try AccessTree.make()], sockets: true) {
            $0.security = .hardened
            $0.policy = .hardened
        }
        let client = try WireClient(path: server.socketPath)
        let hash = "ghpNTjojswkDU"
        let shell: PropertyList = [Property("name", "alice"), Property("passwd", hash), Property("shell", "/bin/csh")]
        let write = CallMessage.netInfo(.write) { writer in
            DirectoryID(object: AccessTree.alice, instance: 0).write(to: &writer)
            shell.write(to: &writer)
        }
        #expect(try client.call(write).status == .ok)
        let stranger = try WireClient(port: server.tcpPort)
        #expect(try stranger.call(.create(below: DirectoryID(object: 0, instance: 0), [])).status == .permissionDenied)
        var run = try ToolRun("netinfo history --store \(server.store) --diff /users/alice")
        for _ in 0..<200 where run.output.isEmpty {
            usleep(20_000)
            run = try ToolRun("netinfo history --store \(server.store) --diff /users/alice")
        }
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(
            lines.first?.dropFirst(25) == """
                network: superuser (socket) by unix socket of uid \(geteuid()): write /users/alice (3): passwd, \
                _shadow_passwd, uid, shell
                """)
        #expect(
            lines.dropFirst() == [
                "    passwd: changed", "    _shadow_passwd: changed", "    - uid: 501", "    - shell: /bin/sh",
                "    + shell: /bin/csh",
            ])
        server.stop()
        let refusals = try ToolRun("netinfo history --store \(server.store) --tag network --refusals").output
        #expect(refusals.contains("network: anonymous from 127.0.0.1 port "))
        #expect(refusals.hasSuffix(": create / (0): Permission denied\n"))
        let check = try ToolRun("netinfo check --store \(server.store)")
        #expect(check.output == "network: in order, 12 directories, 12 property lists\n")
    }

    @Test("the account is no directory, and a directory called audit has another folder")
    func coexistence() throws {
        let server = try TestServer(domains: ["network": try AccessTree.make()], sockets: true)
        let client = try WireClient(path: server.socketPath)
        let audit: PropertyList = [Property("name", "audit")]
        #expect(try client.call(.create(below: DirectoryID(object: 0, instance: 0), audit)).status == .ok)
        #expect(try client.call(.create(below: DirectoryID(object: 12, instance: 0), audit)).status == .ok)
        server.stop()
        let node = server.store + "/nodes/network"
        #expect(FileManager.default.fileExists(atPath: node + "/#12/_directory.plist"))
        #expect(FileManager.default.fileExists(atPath: node + "/#12/audit.plist"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: node + "/audit") == ["changes"])
        for name in try FileManager.default.contentsOfDirectory(atPath: node) where name.hasPrefix("sqlindex") {
            try FileManager.default.removeItem(atPath: "\(node)/\(name)")
        }
        let copy = folder("copy")
        let run = try ToolRun("netinfo import dslocal \(node) --store \(copy) --tag network")
        #expect(run.status == 0)
        #expect(run.output.contains("imported 14 directories"))
        #expect(!FileManager.default.fileExists(atPath: copy + "/nodes/network/audit"))
        let told = try ToolRun("netinfo history --database \(node)").output
        #expect(told.split(separator: "\n").count == 2)
    }

    @Test("a path is followed to earlier names of the directory and of those above it")
    func renaming() throws {
        _ = try store([
            line(1, "/people/wren"), line(2, "/people", #","renamed":"/users""#), line(3, "/users/wren"),
            line(4, "/users/robin"), line(5, "/users/wren", #","renamed":"/users/finch""#), line(6, "/users/finch"),
            line(7, "/users/finch/info"), line(8, "/users"),
        ])
        #expect(try minutes("/users/finch") == [1, 3, 5, 6])
        #expect(try minutes("/users/finch --recursive") == [1, 3, 5, 6, 7])
        #expect(try minutes("/users") == [2, 8])
        #expect(try minutes("/ --recursive") == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(try minutes("7 -n 2") == [7, 8])
    }

    @Test("time, user and number narrow it down")
    func filters() throws {
        _ = try store((1...9).map { line($0, "/a", user: $0 % 2 == 0 ? "wren" : "robin") })
        #expect(try minutes("--since 2026-11-23T10:04 --until 2026-11-23T10:07") == [4, 5, 6])
        #expect(try minutes("--user robin") == [1, 3, 5, 7, 9])
        #expect(try minutes("--user 501 -n 3") == [7, 8, 9])
        #expect(try minutes("--since 2026-11-24") == [])
        #expect(try ToolRun("netinfo history --since yesterday").status == 64)
    }

    @Test("several domains are told in the order of time")
    func domains() throws {
        _ = try store([line(1, "/a"), line(4, "/a")], tag: "local")
        _ = try store([line(2, "/a"), line(3, "/a")], tag: "network")
        #expect(try minutes("") == [1, 2, 3, 4])
        #expect(try minutes("--tag network") == [2, 3])
        #expect(try minutes("-n 2") == [3, 4])
    }

    @Test("a damaged line is named and left out")
    func damage() throws {
        let store = try store([line(1, "/a"), #"{"time":"2026-11-23T10:02"#, line(3, "/a"), "[[[[[[[[[[[[[[[[[[[[["])
        let run = try ToolRun("netinfo history --store \(store)")
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").count == 2)
        #expect(
            run.error == """
                netinfo history: \(store)/nodes/network/audit/changes, line 4: a value belongs here; the line is left out
                netinfo history: \(store)/nodes/network/audit/changes, line 2: a string without an end; the line is left out

                """)
    }

    @Test("--json is the recorded line with its domain, bytes that are not UTF-8 included")
    func json() throws {
        let recorded = line(1, "/a", #","changes":[{"property":"note","old":["f\udcfc"]}]"#)
        let store = try store([recorded])
        #expect(
            try ToolRun("netinfo history --json --store \(store)").output
                == #"{"domain":"network","# + recorded.dropFirst() + "\n")
        let run = try ToolRun("netinfo history --diff --store \(store)")
        #expect(
            run.outputBytes.split(separator: 0x0A).last?.elementsEqual(Array("    - note: f".utf8) + [0xFC]) == true)
    }

    @Test("what is in a value cannot move the cursor or make lines")
    func control() throws {
        let store = try store([line(1, "/a", #","changes":[{"property":"note","new":["x\u001b[2J\u000ay"]}]"#)])
        #expect(
            try ToolRun("netinfo history --diff --store \(store)").output.hasSuffix(
                #"    + note: x\x1b[2J\x0ay"# + "\n"))
    }

    @Test("lost events, repeated refusals and cut lines are told as that")
    func remarks() throws {
        _ = try store([#"{"time":"2026-11-23T10:02:00.000Z","lost":12}"#])
        let lost = try ToolRun("netinfo history --store \(folder("store")) /users/wren")
        #expect(lost.output == "2026-11-23T10:02:00.000Z network: 12 events could not be recorded before this\n")
        _ = try store([line(1, "/a", #","repeated":3,"cut":true"#)], kind: "refusals")
        let refused = try ToolRun("netinfo history --refusals --store \(folder("store"))")
        #expect(
            refused.output == "2026-11-23T10:01:00.000Z network: wren (password) from 10.0.0.9 port 7000: write /a (7) "
                + "(3 more) (cut)\n")
    }

    @Test("no store, no such domain and what cannot be read are told plainly")
    func failures() throws {
        let missing = try ToolRun("netinfo history --store \(folder("none"))")
        #expect(missing.status == 1)
        #expect(missing.error.contains("is no store"))
        let store = try store([])
        #expect(try ToolRun("netinfo history --store \(store) --tag other").error.contains("has no domain 'other'"))
        try FileManager.default.createDirectory(
            atPath: store + "/nodes/network/audit/refusals", withIntermediateDirectories: true)
        let run = try ToolRun("netinfo history --store \(store) --refusals")
        #expect(run.status == 1)
        #expect(run.error.contains("audit/refusals: it is no file"))
    }
}
