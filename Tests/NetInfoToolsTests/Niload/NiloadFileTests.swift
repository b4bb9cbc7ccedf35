import NetInfoTesting
import Testing

@Suite("niload of flat files")
struct NiloadFileTests {
    private static let bob = "bob:x:502:20::0:0:Bob B.:/home/bob:/bin/sh\n"

    @Test("an entry is created, replaced as a whole, or merged, and written in the order of its keys")
    func entries() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("passwd", Self.bob).status == 0)
        let fresh = """
            _writers_passwd: bob
            change: 0
            class:\u{20}
            expire: 0
            gid: 20
            home: /home/bob
            name: bob
            passwd: x
            realname: Bob B.
            shell: /bin/sh
            uid: 502

            """
        #expect(try server.read("/users/bob") == fresh)
        _ = try server.run("niutil -createprop -t DOMAIN /users/bob picture p")
        let zsh = Self.bob.replacing("/bin/sh", with: "/bin/zsh")
        #expect(try server.load("-m passwd", zsh).status == 0)
        #expect(try server.read("/users/bob") == fresh.replacing("/bin/sh", with: "/bin/zsh") + "picture: p\n")
        #expect(try server.load("--merge-all passwd", Self.bob).status == 0)
        #expect(try server.read("/users/bob").contains("shell: /bin/sh /bin/zsh\n"))
        let replaced = try server.load("-v passwd", Self.bob)
        #expect(try server.read("/users/bob") == fresh)
        #expect(replaced.error.contains("note: /users/bob loses picture, which the input does not have; -m keeps it\n"))
        #expect(replaced.error.hasSuffix("0 created, 1 changed, 0 unchanged, 0 failed\n"))
    }

    @Test("what is the same already is not written again")
    func unchanged() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("passwd", Self.bob).status == 0)
        let before = try server.run("nidump --json -r / -t DOMAIN").output
        let run = try server.load("-v passwd", Self.bob)
        #expect(run.error.hasSuffix("0 created, 0 changed, 1 unchanged, 0 failed\n"))
        #expect(try server.run("nidump --json -r / -t DOMAIN").output == before)
    }

    @Test("lines that are not understood are reported, the others loaded, and the exit status is 2")
    func malformed() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        let strict = try server.load("--strict group", "a:*:1:\nbroken\n")
        #expect(strict.status == 2)
        #expect(strict.error == "niload: 2: 1 fields where 4 belong\n")
        #expect(try server.dump("group").isEmpty)
        let run = try server.load("group", "broken\na:*:1:")
        #expect(run.status == 2)
        #expect(run.error == "niload: 1: 1 fields where 4 belong\n")
        #expect(try server.dump("group") == "a:*:1:\n")
        #expect(try server.load("hosts", "a\n10.0.0.400 b\n").error.contains("niload: 2: no IP address: 10.0.0.400\n"))
    }

    @Test("no entries touch nothing, not even with -d")
    func empty() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("group", "a:*:1:\n").status == 0)
        let run = try server.load("-v -d group", "# nothing\n")
        #expect(run.status == 0)
        #expect(run.error == "0 items read from input\n")
        #expect(try server.dump("group") == "a:*:1:\n")
    }

    @Test("-d keeps the directory, its id and its properties, and removes only what is not in the input")
    func deletion() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("-d group", "a:*:1:\n").status == 1)
        #expect(try server.load("group", "a:*:1:\nb:*:2:\nc:*:3:\n").status == 0)
        _ = try server.run("niutil -createprop -t DOMAIN /groups _writers root")
        _ = try server.run("niutil -create -t DOMAIN /groups/c/d/e")
        let run = try server.load("-v -d group", "b:*:2:\nd:*:4:\n")
        #expect(run.status == 0, "\(run.error)")
        #expect(try server.run("niutil -list -t DOMAIN /groups").output.split(separator: "\n") == ["3\t b", "7\t d"])
        #expect(try server.read("1") == "name: groups\n_writers: root\n")
        #expect(run.error.contains("deleting directory /groups/c\n"))
    }

    @Test("names with any bytes find their entry again")
    func names() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        let line = "srv:/a=b /mnt nfs rw 0 0\n"
        #expect(try server.load("fstab", line).status == 0)
        #expect(try server.load("fstab", line.replacing("rw", with: "ro")).status == 0)
        #expect(try server.dump("fstab") == "srv:/a=b /mnt nfs ro 0 0\n")
    }

    @Test("an alias of one line does not take the entry of another")
    func aliases() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        let text = "10.0.0.1\ta b\n10.0.0.2\tb\n"
        for _ in 0..<2 {
            #expect(try server.load("hosts", text).status == 0)
            #expect(try server.dump("hosts") == text)
        }
        #expect(try server.load("hosts", "10.0.0.3 a\n").status == 0)
        #expect(try server.dump("hosts") == "10.0.0.3\ta\n10.0.0.2\tb\n")
    }

    @Test("entries can be found by another property")
    func unique() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("group", "old:*:7:\n").status == 0)
        #expect(try server.load("--unique gid group", "new:*:7:\n").status == 0)
        #expect(try server.dump("group") == "new:*:7:\n")
    }

    @Test("formats that tell one side of a machine leave its others alone")
    func machines() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("hosts", "10.0.0.1 a x\n10.0.0.2 a x\n").status == 0)
        #expect(try server.load("ethers", "00:0:F:1:2:3 x\n").status == 0)
        #expect(try server.load("bootparams", "a root=s:/r\n").status == 0)
        #expect(try server.load("bootptab", "%%\na 1 0:0:f:1:2:3 10.0.0.1 mach\n").status == 0)
        #expect(try server.dump("hosts") == "10.0.0.1\ta x\n10.0.0.2\ta x\n")
        #expect(try server.dump("ethers") == "0:0:f:1:2:3\ta x\n")
        #expect(try server.dump("bootparams") == "a root=s:/r\n")
    }

    @Test("a dry run prints what differs and writes nothing")
    func dryRun() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        #expect(try server.load("-n group", "a:*:1:\n").output.hasPrefix("would create directory /groups\n"))
        #expect(try server.load("group", "a:*:1:\nb:*:2:\n").status == 0)
        let run = try server.load("-n -d group", "a:*:1:x\nc:*:3:\n")
        #expect(
            run.output == """
                would change directory /groups/a
                - users:
                + users: x
                would create directory /groups/c
                + gid: 3
                + name: c
                + passwd: *
                + users:
                would destroy directory /groups/b

                """)
        #expect(try server.dump("group") == "a:*:1:\nb:*:2:\n")
    }

    @Test("resolv.conf becomes /locations/resolver, exports and ethers are taken too")
    func additions() throws {
        guard let server = try ToolServer(for: "niload") else { return }
        defer { server.stop() }
        let resolver = "domain e.com\nnameserver 10.0.0.1\n"
        for (name, text) in [("resolv.conf", resolver), ("exports", "/a  -ro x\n"), ("ethers", "0:0:f:1:2:3\ta\n")] {
            #expect(try server.load(name, text).status == 0)
            #expect(try server.dump(name) == text)
        }
        #expect(try server.read("/locations/resolver") == "domain: e.com\nname: resolver\nnameserver: 10.0.0.1\n")
    }

    @Test("two loads into one directory at once both arrive whole")
    func concurrent() async throws {
        guard let server = try ToolServer(for: "niload beside another") else { return }
        defer { server.stop() }
        let domain = server.domain
        let texts = ["a", "b"].map { letter in (0..<300).map { "\(letter)\($0):*:\($0):\n" }.joined() }
        #expect(try server.load("group", "x:*:1:\n").status == 0)
        let errors = await withTaskGroup(of: String.self) { group in
            for text in texts {
                group.addTask {
                    let run = try? ToolRun(["niload", "group", "-t", domain], text)
                    return run.map { $0.status == 0 ? "" : $0.error } ?? "not run"
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(errors == ["", ""])
        #expect(try server.dump("group").split(separator: "\n").count == 601)
    }

    @Test("ten thousand lines are loaded over one connection, and loaded again without a write")
    func many() throws {
        guard let server = try ToolServer(for: "niload of many lines") else { return }
        defer { server.stop() }
        let text = (0..<10_000).map { "u\($0):*:\($0):20::0:0:User \($0):/home/u\($0):/bin/sh\n" }.joined()
        let start = ContinuousClock.now
        let run = try server.load("passwd", text)
        print("10,000 passwd lines loaded in \(ContinuousClock.now - start)")
        #expect(run.status == 0, "\(run.error)")
        #expect(try server.dump("passwd") == text)
        let again = try server.run("niload -n passwd -t DOMAIN", text)
        #expect(again.output.isEmpty)
    }
}
