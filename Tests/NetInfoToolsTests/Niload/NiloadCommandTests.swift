import NetInfoFormats
import NetInfoTools
import Testing

@Suite("The command line of niload")
struct NiloadCommandTests {
    private func parse(_ line: String) throws(NiloadCommand.Mistake) -> NiloadCommand {
        let words = ["niload"] + line.split(separator: " ").map(String.init)
        guard case .command(let command) = try NiloadCommand.parse(words.map { Array($0.utf8) }) else {
            throw .usage(.noOperation)
        }
        return command
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("options stand anywhere around format and domain")
    func options() throws {
        for line in ["-m -t -u al -P pw passwd h/t", "passwd -t h/t -m -P pw -u al", "-u al passwd -P pw h/t -t -m"] {
            let command = try parse(line)
            #expect(command.subject == .file(.passwd))
            #expect(command.domain == bytes("h/t"))
            #expect(command.merges && command.settings.byTag)
            #expect(command.settings.user == bytes("al") && command.settings.password == bytes("pw"))
            #expect(command.secretIndexes.count == 2)
        }
        #expect(try parse("-r /x .").subject == .directory(bytes("/x")))
        #expect(try parse("--json /x .").subject == .directory(bytes("/x")))
        #expect(try parse("--merge-all passwd .").unites)
    }

    @Test("a database folder takes the place of the domain")
    func database() throws {
        let command = try parse("--database /d passwd -v")
        #expect(command.database == bytes("/d"))
        #expect(command.domain.isEmpty)
        #expect(try parse("-r /x --database=/d").subject == .directory(bytes("/x")))
        #expect(throws: NiloadCommand.Mistake.usage(.unexpectedArgument(bytes(".")))) {
            try parse("--database /d passwd .")
        }
    }

    @Test("misuse is refused, one operand included")
    func misuse() {
        #expect(throws: NiloadCommand.Mistake.usage(.insufficientArguments(bytes("passwd")))) { try parse("passwd") }
        #expect(throws: NiloadCommand.Mistake.unknownFormat(bytes("nosuch"))) { try parse("nosuch .") }
        #expect(throws: NiloadCommand.Mistake.usage(.unknownOption(bytes("-x")))) { try parse("-x passwd .") }
        #expect(throws: NiloadCommand.Mistake.usage(.unexpectedArgument(bytes("y")))) { try parse("passwd . y") }
        #expect(throws: NiloadCommand.Mistake.unsuitable(option: "-d")) { try parse("-d netgroup .") }
    }

    @Test("messages go to standard error")
    func messages() throws {
        let format = try ToolRun("niload nosuch .")
        #expect(format.status == 1)
        #expect(format.output.isEmpty)
        #expect(format.error.hasPrefix("niload: unknown format: nosuch\n"))
        #expect(try ToolRun("niload -x a b").error.hasPrefix("niload: unknown option: -x\n"))
        #expect(try ToolRun("niload passwd . x").error.hasPrefix("niload: unknown argument: x\n"))
        #expect(try ToolRun("niload --help").output.hasPrefix("usage: niload"))
    }
}
