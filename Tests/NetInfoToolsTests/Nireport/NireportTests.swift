import NetInfoProtocol
import NetInfoTools
import Testing

@Suite("nireport against a real server")
struct NireportTests {
    @Test("Prints one line for each child and a tab after each column, as the original does")
    func example() throws {
        let run = try WorkedExampleDomain.run("nireport -t DOMAIN /users name uid shell")
        #expect(run.output == "root\t0\t/bin/sh\t\nalice\t501\t/bin/zsh\t\nnobody\t-2\t#NoValue#\t\n")
        #expect(run.error == "")
        #expect(run.status == 0)
    }

    @Test("Joins values by commas; no values count as no property, an empty value does not")
    func values() throws {
        #expect(
            try WorkedExampleDomain.run("nireport -t DOMAIN groups/ name users").output
                == "wheel\troot,alice\t\nstaff\t#NoValue#\t\n")
        #expect(
            try WorkedExampleDomain.run("nireport -t DOMAIN /users class").output
                == "#NoValue#\t\n\t\n#NoValue#\t\n")
    }

    @Test("Only the first property of a repeated key counts")
    func repeated() throws {
        #expect(
            try WorkedExampleDomain.run("nireport -t DOMAIN /exports opts").output
                == "ro\t\na \"b\", c\t\nrw\t\n")
    }

    @Test("The header, the separator and the text for no value can be chosen")
    func layout() throws {
        let run = try WorkedExampleDomain.run(
            "nireport --header --separator | --no-value - -t DOMAIN /groups name users")
        #expect(run.output == "name|users|\nwheel|root,alice|\nstaff|-|\n")
    }

    @Test("Comma-separated values are quoted where needed, and no value differs from an empty one")
    func csv() throws {
        #expect(
            try WorkedExampleDomain.run("nireport --csv --header -t DOMAIN /exports name opts").output
                == "name,opts\n/home,ro\n,\"a \"\"b\"\", c\"\nC:\\DOS,rw\n")
        #expect(try WorkedExampleDomain.run("nireport --csv -t DOMAIN /users class").output == "\n\"\"\n\n")
    }

    @Test("Columns can be aligned, without blanks at the end")
    func align() throws {
        let run = try WorkedExampleDomain.run("nireport --align --header -t DOMAIN /users name uid shell")
        #expect(
            run.output == """
                name    uid  shell
                root    0    /bin/sh
                alice   501  /bin/zsh
                nobody  -2   #NoValue#

                """)
    }

    @Test("Lines can be sorted by any property, numbers as numbers")
    func sort() throws {
        #expect(
            try WorkedExampleDomain.run("nireport --sort uid -t DOMAIN /users name").output
                == "nobody\t\nroot\t\nalice\t\n")
        #expect(
            try WorkedExampleDomain.run("nireport --sort shell -t DOMAIN /users name").output
                == "root\t\nalice\t\nnobody\t\n")
    }

    @Test("Prints JSON, where no property is null and no values are an empty list")
    func json() throws {
        #expect(
            try WorkedExampleDomain.run("nireport --json -t DOMAIN /groups name users shell").output
                == #"[{"name":["wheel"],"users":["root","alice"],"shell":null},"#
                + #"{"name":["staff"],"users":[],"shell":null}]"# + "\n")
    }

    @Test("Lines can end in NUL")
    func null() throws {
        #expect(try WorkedExampleDomain.run("nireport -0 -t DOMAIN /groups name").output == "wheel\t\0staff\t\0")
    }

    @Test("A directory without children, or with an id for a path, is fine; a missing one is not")
    func directories() throws {
        let leaf = try WorkedExampleDomain.run("nireport -t DOMAIN /users/alice name")
        #expect(leaf.output == "")
        #expect(leaf.status == 0)
        #expect(try WorkedExampleDomain.run("nireport -t DOMAIN 5 name").output == "wheel\t\nstaff\t\n")
        let missing = try WorkedExampleDomain.run("nireport -t DOMAIN /nosuch name")
        #expect(missing.error == "ni_pathsearch: No such directory\n")
        #expect(missing.status == 105)
    }

    @Test("Behind the domain everything is data")
    func data() throws {
        #expect(
            try WorkedExampleDomain.run("nireport -t DOMAIN /groups name -T").output
                == "wheel\t#NoValue#\t\nstaff\t#NoValue#\t\n")
    }

    @Test("No property is a usage error, and so is an option without its value")
    func misuse() throws {
        let run = try ToolRun("nireport . /users")
        #expect(run.error.hasPrefix("no properties\nusage: nireport "))
        #expect(run.status == 1)
        let value = try ToolRun("nireport -T")
        #expect(value.error.hasPrefix("nireport: option -T needs a value\nusage: nireport "))
        #expect(value.status == 1)
    }

    @Test("Malformed -t arguments keep their exit status")
    func serverTags() throws {
        #expect(try ToolRun("nireport -t x /users name").status == 217)
        #expect(try ToolRun("nireport -t /x /users name").status == 218)
        #expect(try ToolRun("nireport nosuch /users name").status == 199)
    }

    @Test("Reads a database folder without a server")
    func database() throws {
        let domain = try WorkedExampleDomain()
        defer { domain.stop() }
        let run = try ToolRun(["nireport", "--database", domain.folder, "/groups", "name"])
        #expect(run.output == "wheel\t\nstaff\t\n")
        let missing = try ToolRun("nireport --database /nosuch/folder /groups name")
        #expect(missing.error.hasPrefix("nireport: can't read database /nosuch/folder: "))
        #expect(missing.status == 1)
    }

    @Test("Equal keys keep their order when sorted")
    func stable() {
        let lists = ["b", "10", "", "9", "a", "10"].enumerated().map { index, value in
            PropertyList([Property("id", "\(index)")] + (value.isEmpty ? [] : [Property("k", value)]))
        }
        let sorted = NireportOrder(key: Array("k".utf8)).sorted(lists)
        #expect(
            sorted.map { $0.firstValue(of: "id").map { String(decoding: $0, as: UTF8.self) } } == [
                "3", "1", "5", "4", "0", "2",
            ])
    }
}
