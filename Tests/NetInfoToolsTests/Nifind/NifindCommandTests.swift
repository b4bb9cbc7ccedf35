import NetInfoTools
import Testing

@Suite("The command line of nifind")
struct NifindCommandTests {
    private func parse(_ line: String) throws -> NifindCommand {
        let words = ["nifind"] + line.split(separator: " ").map(String.init)
        guard case .command(let command) = try NifindCommand.parseArguments(words.map { Array($0.utf8) }) else {
            throw UsageError.noOperation
        }
        return command
    }

    @Test("Options may share a hyphen")
    func bundled() throws {
        let command = try parse("-anpv /users/alice /vm")
        #expect(command.searchesChildren && command.skipsLocal && command.printsProperties && command.isVerbose)
        #expect(command.directory == Array("/users/alice".utf8))
        #expect(command.domain == Array("/vm".utf8))
    }

    @Test(
        "The time-out takes one value wherever it stands",
        arguments: ["-T 1 -v /x", "-vT 1 /x", "-vT1 /x", "-T1 -v /x"])
    func timeout(_ line: String) throws {
        let command = try parse(line)
        #expect(command.settings.timeout == .seconds(1))
        #expect(command.isVerbose)
        #expect(command.directory == Array("/x".utf8))
        #expect(command.domain == nil)
    }

    @Test("Behind the directory everything is data, and two hyphens end the options")
    func data() throws {
        #expect(try parse("/x -v").domain == Array("-v".utf8))
        #expect(try parse("-- -av").directory == Array("-av".utf8))
        #expect(try parse("--timeout=3 --first /x").stopsAtFirst)
    }

    @Test("An unknown option is named by its letter")
    func unknown() throws {
        for line in ["nifind -x /a", "nifind -vx /a", "nifind -t /a"] {
            let run = try ToolRun(line)
            let letter = line.contains("-t") ? "t" : "x"
            #expect(run.error.hasPrefix("unknown option: \(letter)\nusage: nifind "))
            #expect(!run.error.contains("%d"))
            #expect(run.status == 1)
        }
        #expect(try ToolRun("nifind --nosuch /a").error.hasPrefix("unknown option: --nosuch\n"))
    }

    @Test("A directory is needed, and no more than a domain beside it")
    func operands() throws {
        #expect(try ToolRun("nifind -v").error.hasPrefix("usage: nifind "))
        #expect(try ToolRun("nifind /a . c").error.hasPrefix("nifind: unexpected argument c\nusage: nifind "))
        #expect(try ToolRun("nifind --help").status == 0)
    }

    @Test("A bare word is no domain")
    func bareWord() throws {
        let run = try ToolRun("nifind /a nosuch")
        #expect(run.error == "error: can't open domain nosuch\n")
        #expect(run.status == 1)
    }
}
