import Testing

@Suite("What nicl prints")
struct NiclReadingTests {
    private let database: NiclDatabase

    init() throws {
        database = try NiclDatabase(
            "mk /users/alice", "create /users/alice _writers_passwd alice", "create /users/alice uid 501",
            "create /users/alice class \"\"", "create /users/bob uid", "mk /users/carol",
            "create /users/carol gid 20 30")
    }

    @Test("read prints ordinary properties first, those about the directory last")
    func read() throws {
        #expect(
            try database.run("read /users/alice").output
                == "name: alice\nuid: 501\nclass: \n_writers_passwd: alice\n")
        #expect(try database.run("cat /users/bob").output == "name: bob\nuid:\n")
        #expect(try database.run("-. /users/bob").output == "name: bob\nuid:\n")
    }

    @Test("read with keys prints these, and a missing one is worth a remark but no failure")
    func keys() throws {
        let run = try database.run("-read /users/alice uid shoe _writers_passwd")
        #expect(run.output == "uid: 501\n_writers_passwd: alice\n")
        #expect(run.error == "No such key: shoe\n")
        #expect(run.status == 0)
        #expect(try database.run("-read /users/alice uid", options: "-v").output == "uid: 501\n")
    }

    @Test("-v adds the record's ids, version and serial number")
    func verbose() throws {
        let run = try database.run("-read /users/alice", options: "-v")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("Record: 2   Version: "))
        #expect(lines[0].hasSuffix("   Serial: 3"))
        #expect(
            lines.dropFirst() == [
                "Parent: 1", "Attributes:", "    name: alice", "    uid: 501", "    class: ", "Meta-attributes:",
                "    _writers_passwd: alice",
            ])
        let parent = try database.run("-read /users", options: "-vv").output.split(separator: "\n")
        #expect(parent.contains("Children (3): 2 3 4"))
        #expect(!parent.contains("Meta-attributes:"))
    }

    @Test("list pads ids to ten columns and leaves out children without the property")
    func list() throws {
        #expect(try database.run("ls /users").output == "2          alice\n3          bob\n4          carol\n")
        #expect(try database.run("list /users gid").output == "4          20 30\n")
        // On disk no values are told from no property.
        #expect(try database.run("list /users uid").output == "2          501\n3         \n")
    }

    @Test("path prints the directory and those above it")
    func path() throws {
        #expect(try database.run("path /users/bob").output == "name: bob\nuid:\n\nname: users\n\n")
    }

    @Test("search wants every pair, within the depths")
    func search() throws {
        let alice = "\nname: alice\nuid: 501\nclass: \n_writers_passwd: alice\n"
        #expect(try database.run("search / 0 -1 uid 501").output == "Search found 1 match\n" + alice)
        #expect(try database.run("search /users 1 1 uid 501 name alice").output == "Search found 1 match\n" + alice)
        #expect(try database.run("search /users 1 1 uid 501 name bob").output == "Search found 0 matches\n")
        #expect(try database.run("search / 0 1 name alice").output == "Search found 0 matches\n")
        #expect(try database.run("search /users/alice 0 0 name alice").output == "Search found 1 match\n" + alice)
        #expect(try database.run("search / 2 2 gid 30").output == "Search found 1 match\n\nname: carol\ngid: 20 30\n")
        let run = try database.run("search / 2 1 name alice")
        #expect(run.error == "Scope minimum (2) > maximum (1) precludes search\n")
        #expect(run.status == 0)
    }

    @Test("history tells versions, of one directory and of all")
    func history() throws {
        let newest = try database.run("history").output
        let version = try #require(newest.split(separator: "\n").first?.split(separator: " ").last)
        #expect(newest.hasPrefix("Maximum version: \(version)\nRecord: 0   Version: "))
        #expect(try database.run("hist = \(version)").output == "Record: 4   Version: \(version)\n")
        let missing = try database.run("hist eq 4000000")
        #expect(missing.output == "No record with version 4000000\n")
        #expect(missing.status == 211)
        let rising = try database.run("hist >").output.split(separator: "\n").map(String.init)
        #expect(rising.count == 5)
        #expect(rising.last == "Record: 4            Version: \(version)")
        #expect(try database.run("hist lt").output.split(separator: "\n").map(String.init) == rising.reversed())
        #expect(try database.run("hist < \(version)").output.split(separator: "\n").count == 4)
        #expect(try database.run("hist gt \(version)").output == "")
    }

    @Test("Paths may be ids, relative, and contain dots")
    func paths() throws {
        #expect(try database.run("read 3").output == "name: bob\nuid:\n")
        #expect(try database.run("read users/./alice/../bob/ name").output == "name: bob\n")
        #expect(try database.run("read /users/uid=501 name").output == "name: alice\n")
        #expect(try database.run("read /../../users name").output == "name: users\n")
    }

    @Test("--json prints documents")
    func json() throws {
        #expect(
            try database.run("read /users/bob", options: "--json").output
                == #"{"id":3,"parent":1,"instance":1,"properties":[{"key":"name","values":["bob"]},"#
                + #"{"key":"uid","values":[]}],"children":[]}"# + "\n")
        #expect(
            try database.run("list /users gid", options: "--json").output
                == #"[{"id":2,"values":null},{"id":3,"values":null},{"id":4,"values":["20","30"]}]"# + "\n")
        #expect(
            try database.run("read /users/bob uid x", options: "--json").output
                == #"[{"key":"uid","values":[]},{"key":"x","values":null}]"# + "\n")
        #expect(
            try database.run("read /nope", options: "--json").error
                == #"{"tool":"nicl","code":212,"status":2004,"message":"read: Invalid Path","path":"/nope"}"# + "\n")
        #expect(try database.run("search /users 1 1 name x", options: "--json").output == "[]\n")
    }

    @Test("--color=always makes keys bold and ids dim")
    func color() throws {
        #expect(
            try database.run("read /users/bob name", options: "--color=always").output
                == "\u{1B}[1mname\u{1B}[0m: bob\n")
        #expect(
            try database.run("ls /users gid", options: "--color=always").output
                == "\u{1B}[2m4\u{1B}[0m          20 30\n")
    }
}
