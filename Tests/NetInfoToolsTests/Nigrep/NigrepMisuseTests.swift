import NetInfoTools
import Testing

@Suite("What nigrep says when it cannot begin")
struct NigrepMisuseTests {
    @Test("A malformed expression is a usage error", arguments: ["(", "[a", "*(", "a{2,1}"])
    func badExpression(_ pattern: String) throws {
        let run = try ToolRun(["nigrep", pattern, "-t", "127.0.0.1:1/x"])
        #expect(run.error.hasPrefix("Bad expression: \(pattern)\nusage: nigrep "))
        #expect(run.output == "")
        #expect(run.status == 1)
    }

    @Test("A domain that cannot be opened exits with 1 and without the usage text")
    func unreachable() throws {
        let run = try ToolRun("nigrep x nosuch")
        #expect(run.error == "nigrep: can't connect to server for domain nosuch\n")
        #expect(run.status == 1)
        let format = try ToolRun("nigrep x -t nosuch")
        #expect(format.error.hasPrefix("nigrep: incorrect format for domain nosuch (Bad format)\n"))
        #expect(format.status == 1)
    }

    @Test("A negative time-out has its own words")
    func timeout() throws {
        let run = try ToolRun("nigrep -T -1 x .")
        #expect(run.error == "can't use negative timeout value.\n")
        #expect(run.status == 1)
        #expect(try ToolRun("nigrep -T x x .").error.hasPrefix("nigrep: time-out must be a number of seconds"))
    }

    @Test("Too few arguments print the usage text")
    func insufficient() throws {
        for line in ["nigrep", "nigrep x", "nigrep -e x", "nigrep -t h/t"] {
            let run = try ToolRun(line)
            #expect(run.error.hasPrefix("usage: nigrep "))
            #expect(run.status == 1)
        }
    }

    @Test("Help and version are successes")
    func help() throws {
        #expect(try ToolRun("nigrep --help").output.hasPrefix("usage: nigrep "))
        #expect(try ToolRun("nigrep -h").status == 0)
        #expect(try ToolRun("nigrep --version").output.hasPrefix("nigrep (netinfo-suite) "))
    }

    @Test("Behind the domain everything is data")
    func data() throws {
        let run = try ToolRun("nigrep --json x nosuch -q --help")
        #expect(run.error.contains(#""tool":"nigrep","code":1,"status":9999"#))
    }
}

@Suite("Regular expressions")
struct ExtendedExpressionTests {
    private func matches(_ pattern: String, _ text: String, ignoresCase: Bool = false) throws -> Bool {
        try #require(ExtendedExpression(Array(pattern.utf8), ignoresCase: ignoresCase)).matches(Array(text.utf8))
    }

    @Test(
        "Are POSIX extended, case-sensitive and unanchored",
        arguments: [
            ("b", "abc", true), ("^b", "abc", false), ("c$", "abc", true), ("uid|gid", "gid", true),
            ("^(ab)+$", "abab", true), ("^[[:digit:]]{2,3}$", "501", true), ("^[[:digit:]]{2}$", "501", false),
            ("A", "abc", false), ("a.c", "a/c", true), (#"10\.0"#, "10x0", false), ("^$", "", true), ("x*", "", true),
            ("", "abc", true), ("ä", "Käse", true),
        ])
    func matching(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try matches(pattern, text) == expected)
    }

    @Test("May ignore case")
    func ignoringCase() throws {
        #expect(try matches("ALICE", "alice", ignoresCase: true))
    }

    @Test("Match bytes that are not UTF-8, and long values")
    func bytes() throws {
        let expression = try #require(ExtendedExpression([0x5E, 0xFF, 0x24]))
        #expect(expression.matches([0xFF]))
        #expect(!expression.matches([0xFE]))
        #expect(try matches("b$", String(repeating: "a", count: 60_000) + "b"))
    }

    @Test("Are refused when malformed, again and again")
    func malformed() {
        for _ in 0..<100 { #expect(ExtendedExpression(Array("(".utf8)) == nil) }
    }
}
