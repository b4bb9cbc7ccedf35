import NetInfoFormats
import NetInfoTools
import Testing

@Suite("The command line of nidump")
struct NidumpCommandTests {
    private func parse(_ line: String) throws(UsageError) -> NidumpCommand {
        let words = ["nidump"] + line.split(separator: " ").map(String.init)
        guard case .command(let command) = try NidumpCommand.parse(words.map { Array($0.utf8) }) else {
            throw .noOperation
        }
        return command
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "-t is found wherever manuals and tools have put it",
        arguments: [
            "-t -r /users h/t", "-r /users -t h/t", "-t h/t -r /users", "-r -t h/t /users", "-T 5 -t -r /users h/t",
        ])
    func tags(_ line: String) throws {
        let command = try parse(line)
        #expect(command.settings.byTag)
        #expect(command.subject == .directory(bytes("/users")))
        #expect(command.domain == bytes("h/t"))
    }

    @Test("a format goes before or behind the server", arguments: ["-t passwd h/t", "passwd -t h/t", "-t h/t passwd"])
    func formats(_ line: String) throws {
        let command = try parse(line)
        #expect(command.subject == .file(.passwd))
        #expect(command.domain == bytes("h/t"))
    }

    @Test("the time-out may follow the server")
    func timeout() throws {
        #expect(try parse("passwd -t h/t -T 7").settings.timeout == .seconds(7))
    }

    @Test("misuse is refused")
    func misuse() {
        #expect(throws: UsageError.noOperation) { try parse("") }
        #expect(throws: UsageError.insufficientArguments(bytes("passwd"))) { try parse("passwd") }
        #expect(throws: UsageError.unexpectedArgument(bytes("nosuch"))) { try parse("nosuch .") }
        #expect(throws: UsageError.unexpectedArgument(bytes("x"))) { try parse("passwd . x") }
        #expect(throws: UsageError.invalidTimeout(bytes("x"))) { try parse("-T x passwd .") }
    }

    @Test("help and version go to standard output and succeed")
    func help() throws {
        let help = try ToolRun("nidump --help")
        #expect(help.status == 0)
        #expect(help.output.hasPrefix("usage: nidump"))
        #expect(help.error.isEmpty)
        #expect(try ToolRun("nidump --version").output.hasPrefix("nidump (netinfo-suite) "))
        let wrong = try ToolRun("nidump nosuch .")
        #expect(wrong.status == 1)
        #expect(wrong.output.isEmpty)
        #expect(wrong.error.contains("known formats:\n\taliases\n"))
    }
}
