import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("nidump")
struct NidumpTests {
    @Test("an entry that would not read back is named and left out, or written by force")
    func refusal() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        let raw = "{ name = users; CHILDREN = ( { name = a; realname = \"x:y\"; }, { uid = 3; }, { name = b; } ) }"
        #expect(try server.load("-r /users", raw).status == 0)
        let run = try server.run("nidump passwd -t DOMAIN")
        #expect(run.status == 1)
        #expect(run.output == "b:::::0:0:::\n")
        #expect(run.error == "nidump: /users ID 2: passwd field \"realname\" contains ':'\n")
        let forced = try server.run("nidump --force passwd -t DOMAIN")
        #expect(forced.status == 0)
        #expect(forced.output == "a:::::0:0:x:y::\nb:::::0:0:::\n")
        let verbose = try server.run("nidump -v -f passwd -t DOMAIN")
        #expect(verbose.error == "nidump: /users ID 3: left out, no name\n")
    }

    @Test("a missing directory is empty output, as it always was; -v tells, and JSON has no empty document")
    func missing() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        let file = try server.run("nidump networks -t DOMAIN")
        #expect(file.status == 0)
        #expect(file.output.isEmpty && file.error.isEmpty)
        let tree = try server.run("nidump -r /nosuch -t DOMAIN")
        #expect(tree.status == 0)
        #expect(tree.output.isEmpty && tree.error.isEmpty)
        let told = try server.run("nidump -v -r /nosuch -t DOMAIN")
        #expect(told.status == 0)
        #expect(told.error == "nidump: no such directory: /nosuch\n")
        let json = try server.run("nidump --json -r /nosuch -t DOMAIN")
        #expect(json.status == 105)
        #expect(json.output.isEmpty)
    }

    @Test("paths may end in slashes, start without one, or be an id")
    func paths() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        #expect(try server.load("-r /a/b", "{ name = b; k = v; }").status == 0)
        let wanted = "{\n  \"name\" = ( \"b\" );\n  \"k\" = ( \"v\" );\n}\n"
        for path in ["/a/b", "a/b", "/a/b/", "//a//b", "2"] {
            #expect(try server.dump("-r \(path)") == wanted, "\(path)")
        }
    }

    @Test("a domain that cannot be reached is exit status 1 without the usage text")
    func unreachable() throws {
        let run = try ToolRun("nidump -T 1 passwd -t 127.0.0.1:1/x")
        #expect(run.status == 1)
        #expect(run.error.hasPrefix("nidump: can't connect to server 127.0.0.1:1/x: "))
        #expect(!run.error.contains("usage"))
    }

    @Test("JSON and the raw format load back without loss")
    func json() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        let raw =
            "{ name = t; k = (\"a\\\\\", \"\"); k = (); CHILDREN = ( { name = c; CHILDREN = ({}) }, { x = \"\u{E9}\"; } ) }"
        #expect(try server.load("-r /t", raw).status == 0)
        let json = try server.dump("--json -r /t")
        #expect(json.hasPrefix("{\"id\":1,\"parent\":0,\"instance\":"))
        let wanted = try server.dump("-r /t")
        #expect(try server.load("--json /u", json).status == 0)
        #expect(try server.dump("-r /t") == wanted)
        #expect(try server.dump("-r 5") == wanted)
    }

    @Test("passwords can be left out")
    func passwords() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        #expect(try server.load("passwd", "a:secret:1:1:A:/:/bin/sh\n").status == 0)
        for subject in ["passwd", "passwd.43", "--json passwd"] {
            let run = try server.run("nidump --no-passwords \(subject) -t DOMAIN")
            #expect(run.output.contains("a") && !run.output.contains("secret"), "\(subject)")
        }
    }

    @Test("netgroups are told by their members, and loaded back into them")
    func netgroups() throws {
        guard let server = try ToolServer(for: "nidump") else { return }
        defer { server.stop() }
        #expect(try server.load("hosts", "10.0.0.1 alpha\n").status == 0)
        let line = "lab (alpha,,) (,alice,) (a,b,c) all\n"
        #expect(try server.load("netgroup", line).status == 0)
        #expect(try server.dump("netgroup") == line)
        #expect(try server.read("/machines/alpha").hasSuffix("netgroups: lab\n"))
        #expect(try server.read("/netgroups/lab") == "name: lab\ntriples: ,alice, a,b,c\nnetgroups: all\n")
        let again = try server.load("-v netgroup", line)
        #expect(again.error.contains("0 created, 0 changed"), "\(again.error)")
    }
}
