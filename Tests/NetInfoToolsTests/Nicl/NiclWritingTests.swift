import Testing

@Suite("What nicl changes")
struct NiclWritingTests {
    private let database: NiclDatabase

    init() throws { database = try NiclDatabase("create /n/o k v1 v2") }

    private func values() throws -> String { try database.run("read /n/o k").output }

    @Test("create makes what is missing of a path, and gives a property exactly these values")
    func create() throws {
        #expect(try database.run("create /a/b=c/d").status == 0)
        #expect(try database.run("read /a/b=c").output == "b: c\n")
        #expect(try database.run("create /n/o k x").status == 0)
        #expect(try values() == "k: x\n")
        #expect(try database.run("mk /n/o").output == "")
        #expect(try database.run("ls /n").output == "2          o\n")
        #expect(try database.run("create 77").error == "create: Invalid Path\n")
    }

    @Test("append keeps duplicates, merge does not, insert takes a position")
    func listChanges() throws {
        _ = try database.run("append /n/o k v3 v1")
        #expect(try values() == "k: v1 v2 v3 v1\n")
        _ = try database.run("merge /n/o k v3 v4")
        #expect(try values() == "k: v1 v2 v3 v1 v4\n")
        _ = try database.run("insert /n/o k first 0")
        _ = try database.run("insert /n/o k last -1")
        #expect(try values() == "k: first v1 v2 v3 v1 v4 last\n")
    }

    @Test("append, merge and insert make a property that is missing")
    func missing() throws {
        _ = try database.run("append /n/o a 1")
        _ = try database.run("merge /n/o b 2 2")
        let run = try database.run("insert /n/o c 3 0")
        #expect(run.status == 0)
        #expect(run.error == "")
        #expect(try database.run("read /n/o").output == "name: o\nk: v1 v2\na: 1\nb: 2\nc: 3\n")
    }

    @Test("delete removes the first occurrence of a value, a property, or a directory with all below it")
    func delete() throws {
        _ = try database.run("create /n/o k v1 v2 v1")
        _ = try database.run("delete /n/o k v1")
        #expect(try values() == "k: v2 v1\n")
        #expect(try database.run("rm /n/o k nope").status == 0)
        #expect(try database.run("destroyprop /n/o nokey").status == 0)
        _ = try database.run("destroy /n/o k")
        #expect(try database.run("read /n/o").output == "name: o\n")
        _ = try database.run("delete /n")
        #expect(try database.run("ls /").output == "")
    }

    @Test("The root is not deleted")
    func root() throws {
        for path in ["/", "0", "/n/..", "."] {
            let run = try database.run("delete \(path)")
            #expect(run.error == "Can't delete root!\n")
            #expect(run.status == 211)
        }
        #expect(try database.run("ls /").output == "1          n\n")
    }

    @Test("rename needs the property")
    func rename() throws {
        #expect(try database.run("rename /n/o k kk").status == 0)
        #expect(try database.run("read /n/o").output == "name: o\nkk: v1 v2\n")
        let run = try database.run("rename /n/o k kk")
        #expect(run.error == "Rename: Invalid Key\n")
        #expect(run.status == 213)
    }

    @Test("copy and move take everything below along, in order")
    func transfer() throws {
        _ = try database.session("create /n/o/x/y deep\nmk /n/o/z\nmk /target")
        _ = try database.run("cp /n/o /target")
        let copied = "name: x\n\nname: o\nk: v1 v2\n\nname: target\n\n"
        #expect(try database.run("path /target/o/x").output == copied)
        #expect(try database.run("read /target/o/x/y").output == "name: y\ndeep:\n")
        _ = try database.run("mv /n/o /target")
        #expect(try database.run("ls /n").output == "")
        #expect(try database.run("ls /target").output.split(separator: "\n").count == 2)
    }

    @Test("A directory is not moved below itself, and the root is not moved at all")
    func circles() throws {
        for (from, to) in [("/n", "/n/o"), ("/n", "/n"), ("/", "/n")] {
            let run = try database.run("mv \(from) \(to)")
            #expect(run.error == "Move failed: Invalid Path\n")
            #expect(run.status == 212)
        }
        #expect(try database.run("cp /n /n/o").status == 0)
        #expect(try database.run("read /n/o/n/o k").output == "k: v1 v2\n")
    }

    @Test("load makes one directory, whose properties begin at the delimiter")
    func load() throws {
        #expect(
            try NiclDatabase.tool([
                "nicl", "-raw", database.path, "load", "+", "name", "foo", "+a", "b", #"\+c"#, "+", "e",
            ])
            .status == 0)
        #expect(try database.run("read /foo").output == "name: foo\na: b +c\ne:\n")
        #expect(try database.run("load @name bar").status == 0)
        #expect(try database.run("read /bar").output == "name: bar\n")
        let run = try database.run("load @ name foo @")
        #expect(run.error == "load: Invalid Key\n")
        #expect(run.status == 213)
    }

    @Test("A dry run says what would change, and changes nothing")
    func dryRun() throws {
        for (command, expected) in [
            ("create /x/y k v", "would create directory /x/y\nwould set k in directory /x/y: v\n"),
            ("append /n/o k w", "would set k in directory /n/o: v1 v2 w\n"), ("merge /n/o k v1", ""),
            ("delete /n", "would delete directory /n and 1 below it\n"),
            ("delete /n/o k", "would delete k in directory /n/o\n"),
            ("delete /n/o k v1", "would set k in directory /n/o: v2\n"),
            ("rename /n/o k l", "would rename k in directory /n/o to l\n"),
            ("mv /n /", "would move directory /n and 1 below it to /\n"),
            ("load + name foo", "would create name: foo\n"),
        ] {
            let run = try database.run(command, options: "-n")
            #expect(run.output == expected)
            #expect(run.status == 0)
        }
        #expect(try database.run("search / 0 -1 name foo").output == "Search found 0 matches\n")
        #expect(try values() == "k: v1 v2\n")
    }

    @Test("-i deletes nothing when there is nobody to ask, unless -f comes with it")
    func ask() throws {
        let run = try database.run("delete /n/o", options: "-i")
        #expect(run.error == "directory /n/o not deleted: nobody to ask\n")
        #expect(run.status == 1)
        #expect(try database.run("delete /n/o", options: "-i", "-f").status == 0)
    }
}
