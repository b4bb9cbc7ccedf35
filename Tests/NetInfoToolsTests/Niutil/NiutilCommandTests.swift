import NetInfoTools
import Testing

@Suite("The command line of niutil")
struct NiutilCommandTests {
    private func parse(_ line: String) throws(UsageError) -> NiutilCommand {
        let words = ["niutil"] + line.split(separator: " ").map(String.init)
        guard case .command(let command) = try NiutilCommand.parse(words.map { Array($0.utf8) }) else {
            throw .noOperation
        }
        return command
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("Options may come in any order before the domain")
    func leading() throws {
        let command = try parse("-t -T 5 -create -u alice -P secret h/t /x")
        #expect(command.operation == .create)
        #expect(command.settings.byTag)
        #expect(command.settings.timeout == .seconds(5))
        #expect(command.settings.user == bytes("alice"))
        #expect(command.settings.password == bytes("secret"))
        #expect(command.secretIndexes == [6, 8])
        #expect(command.domain == bytes("h/t"))
        #expect(command.operands == [bytes("/x")])
    }

    @Test("Behind the domain everything is data, option-like or not")
    func data() throws {
        let command = try parse("-createprop . /users/alice val -read -p -2")
        #expect(command.operation == .createprop)
        #expect(command.operands == ["/users/alice", "val", "-read", "-p", "-2"].map(bytes))
        #expect(!command.settings.asksPassword)
        #expect(try parse("-insertval . /a k v -1").index == -1)
        #expect(try parse("-insertval . /a k -1 0").operands[2] == bytes("-1"))
    }

    @Test("Options may follow the operands when their number is fixed")
    func trailing() throws {
        let command = try parse("-create . /byroot -P rootpw -u root -t -R")
        #expect(command.settings.password == bytes("rootpw"))
        #expect(command.settings.user == bytes("root"))
        #expect(command.settings.byTag)
        #expect(command.retriesBusyMaster)
        #expect(try parse("-rparent . -n").isNumeric)
        #expect(try parse("-destroyval . /a k v -p").operands.last == bytes("-p"))
        #expect(throws: UsageError.unexpectedArgument(bytes("--json"))) { try parse("-read . /a --json") }
        #expect(throws: UsageError.unexpectedArgument(bytes("b"))) { try parse("-read . /a b") }
    }

    @Test("Two hyphens end the options")
    func endOfOptions() throws {
        #expect(try parse("-read -- -odd /a").domain == bytes("-odd"))
        #expect(throws: UsageError.unexpectedArgument(bytes("-t"))) { try parse("-read -- . /a -t") }
    }

    @Test("Long options take their value attached or separate")
    func long() throws {
        #expect(try parse("--timeout=7 -read . /").settings.timeout == .seconds(7))
        #expect(try parse("--timeout 7 -read . /").settings.timeout == .seconds(7))
        #expect(try parse("--color=always -read . /").settings.color == .always)
        #expect(throws: UsageError.unexpectedValue(bytes("--json"))) { try parse("--json=1 -read . /") }
    }

    @Test("Too few operands are noticed for every operation", arguments: NiutilOperation.allCases)
    func insufficient(_ operation: NiutilOperation) throws {
        let words = ["-" + operation.rawValue, "."] + Array(repeating: "0", count: operation.operands.minimum)
        #expect(try parse(words.joined(separator: " ")).operation == operation)
        #expect(throws: UsageError.insufficientArguments(bytes(words[0]))) {
            try parse(words.dropLast().joined(separator: " "))
        }
    }

    @Test("A database folder takes the place of the domain")
    func database() throws {
        let command = try parse("-createprop --database /d /a k -read --database")
        #expect(command.database == bytes("/d"))
        #expect(command.domain.isEmpty)
        #expect(command.operands == ["/a", "k", "-read", "--database"].map(bytes))
        #expect(try parse("-statistics --database=/d").operands.isEmpty)
        #expect(throws: UsageError.unexpectedArgument(bytes("/a"))) { try parse("-read --database /d . /a") }
        #expect(throws: UsageError.unexpectedArgument(bytes("--database"))) { try parse("-read . /a --database /d") }
    }

    @Test("Misuse is refused")
    func misuse() {
        #expect(throws: UsageError.noOperation) { try parse("foo bar") }
        #expect(throws: UsageError.noOperation) { try parse("") }
        #expect(throws: UsageError.severalOperations(bytes("-list"))) { try parse("-read -list . /") }
        #expect(throws: UsageError.unknownOption(bytes("-x"))) { try parse("-x -read . /") }
        #expect(throws: UsageError.missingValue(bytes("-u"))) { try parse("-read -u") }
        #expect(throws: UsageError.invalidTimeout(bytes("x"))) { try parse("-T x -read . /") }
        #expect(throws: UsageError.invalidTimeout(bytes("-5"))) { try parse("-T -5 -read . /") }
        #expect(throws: UsageError.invalidIndex(operation: bytes("-insertval"), bytes("x"))) {
            try parse("-insertval . /a k v x")
        }
    }

    @Test("-stat is -statistics")
    func synonym() throws {
        #expect(try parse("-stat .").operation == .statistics)
    }
}
