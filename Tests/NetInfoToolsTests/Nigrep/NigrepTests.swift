import Testing

@Suite("nigrep against a real server")
struct NigrepTests {
    private let domain: WorkedExampleDomain

    init() throws { domain = try WorkedExampleDomain() }

    private func nigrep(_ words: String...) throws -> ToolRun {
        defer { domain.stop() }
        return try ToolRun(["nigrep"] + words.map { $0 == "DOMAIN" ? domain.argument : $0 })
    }

    @Test("Prints one line for each property that matches, as the original does")
    func example() throws {
        let run = try nigrep("^10\\.", "-t", "DOMAIN", "/machines")
        #expect(run.output == "10 /machines/alpha:  ip_address 10.0.0.5 10.0.1.5\n")
        #expect(run.error == "")
        #expect(run.status == 0)
    }

    @Test("Searches the whole domain by default, parents before children")
    func everything() throws {
        let run = try nigrep("alice", "-t", "DOMAIN")
        let lines = [
            "3 /users/alice:  name alice", "3 /users/alice:  home /home/alice",
            "3 /users/alice:  _writers_passwd alice",
            "6 /groups/wheel:  users root alice",
        ]
        #expect(run.output == lines.map { $0 + "\n" }.joined())
    }

    @Test("Keys match as well as values, in several directories, with the domain first")
    func severalDirectories() throws {
        let run = try nigrep("-t", "DOMAIN", "uid|^opts$", "/users/nobody", "/exports//")
        let lines = [
            "4 /users/nobody:  uid -2", "23 /exports//home:  opts ro", "23 /exports//home:  opts soft",
            "24 /exports/dir: 24:  opts a \"b\", c", #"25 /exports/C:\DOS:  opts rw"#,
        ]
        #expect(run.output == lines.map { $0 + "\n" }.joined())
    }

    @Test("Keys alone or values alone can be searched, without regard to case")
    func selection() throws {
        #expect(try nigrep("-k", "^name$", "-t", "DOMAIN", "/groups").output.split(separator: "\n").count == 3)
        #expect(try WorkedExampleDomain.run("nigrep -V name -t DOMAIN /groups").output == "")
        #expect(
            try WorkedExampleDomain.run("nigrep -i -V WHEEL -t DOMAIN /groups").output
                == "6 /groups/wheel:  name wheel\n")
    }

    @Test("Several expressions are searched at once, and ids are paths")
    func expressions() throws {
        let run = try nigrep("-e", "^root$", "-e", "^alice$", "-V", "-t", "DOMAIN", "6")
        #expect(run.output == "6 6:  users root alice\n")
    }

    @Test("Paths alone are printed escaped, so that they can be used")
    func list() throws {
        #expect(
            try nigrep("-l", "opts", "-t", "DOMAIN", "/exports").output
                == "23 /exports/\\/home\n24 /exports/dir: 24\n25 /exports/C:\\\\DOS\n")
        #expect(
            try WorkedExampleDomain.run("nigrep -l -0 Ärger -t DOMAIN").output == "27 /name=k=v\0")
    }

    @Test("No match is a success, unless the exit status is asked for")
    func exitStatus() throws {
        defer { domain.stop() }
        for (options, status) in [([], 0), (["--exit-status"], 1), (["-q"], 1)] as [([String], Int32)] {
            let run = try ToolRun(["nigrep"] + options + ["nomatch", "-t", domain.argument])
            #expect(run.output == "")
            #expect(run.status == status)
        }
        let quiet = try ToolRun(["nigrep", "-q", "alice", "-t", domain.argument])
        #expect(quiet.output == "")
        #expect(quiet.status == 0)
    }

    @Test("Counts properties")
    func count() throws {
        #expect(try nigrep("-c", "alice", "-t", "DOMAIN").output == "4\n")
    }

    @Test("Prints JSON")
    func json() throws {
        let run = try nigrep("--json", "home", "-t", "DOMAIN", "/exports")
        #expect(run.output == #"[{"id":23,"path":"/exports/\\/home","key":"name","values":["/home"]}]"# + "\n")
        #expect(try WorkedExampleDomain.run("nigrep --json nomatch -t DOMAIN").output == "[]\n")
    }

    @Test("Colours keys and ids only when asked to")
    func color() throws {
        let run = try nigrep("--color=always", "^501$", "-t", "DOMAIN")
        #expect(run.output == "\u{1B}[2m3\u{1B}[0m /users/alice:  \u{1B}[1muid\u{1B}[0m 501\n")
    }

    @Test("A directory that does not exist has the status's exit code and the function's name")
    func missingDirectory() throws {
        let run = try nigrep("x", "-t", "DOMAIN", "/nosuch")
        #expect(run.error == "ni_pathsearch: No such directory\n")
        #expect(run.status == 105)
    }

    @Test("Reads a database folder without a server")
    func database() throws {
        let run = try ToolRun(["nigrep", "--database", domain.folder, "^10\\.", "/machines"])
        #expect(run.output == "10 /machines/alpha:  ip_address 10.0.0.5 10.0.1.5\n")
        domain.stop()
    }
}

extension WorkedExampleDomain {
    /// Runs one command line on a server of its own, whose `-t` argument stands for the word `DOMAIN`.
    static func run(_ line: String) throws -> ToolRun {
        let domain = try WorkedExampleDomain()
        defer { domain.stop() }
        return try ToolRun(line.split(separator: " ").map { $0 == "DOMAIN" ? domain.argument : String($0) })
    }
}
