/// A command line of `nidomain`, understood (`tools.md` 14).
package struct NidomainCommand: Hashable, Sendable {
    package var operation = NidomainOperation.list
    package var settings = CommonSettings()
    package var isForced = false
    package var keepsFiles = false
    package var exitsLikeOriginal = false
    /// The tag, and what else comes before the host.
    package var operands: [[UInt8]] = []
    /// The host as typed; nil for this one.
    package var host: [UInt8]?
    /// Where user names and passwords are among the arguments.
    package var secretIndexes: [Int] = []

    /// Understands the arguments, of which the first is the tool's name.
    package static func parseArguments(_ arguments: [[UInt8]]) throws(UsageError) -> ParsedCommand<NidomainCommand> {
        var command = NidomainCommand()
        var scanner = ArgumentScanner(arguments)
        var chosen: [UInt8]?
        while let found: ArgumentScanner.Found<NidomainOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            case .operation(let operation):
                guard chosen == nil else { throw .severalOperations(found.spelling) }
                chosen = found.spelling
                command.operation = operation
            default: try command.apply(found)
            }
        }
        guard let chosen else { throw .noOperation }
        while command.operands.count < command.operation.operands {
            guard let operand = scanner.nextOperand() else { throw .insufficientArguments(chosen) }
            command.operands.append(operand)
        }
        command.host = scanner.nextOperand()
        if let extra = scanner.rest.first { throw .unexpectedArgument(extra) }
        return .command(command)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NidomainOption>) throws(UsageError) {
        switch found.option {
        case .common(let option):
            try settings.apply(option, value: found.value)
            if option == .user || option == .password, let index = found.valueIndex { secretIndexes.append(index) }
        case .force: isForced = true
        case .keepFiles: keepsFiles = true
        case .legacyExit: exitsLikeOriginal = true
        case .operation: throw .severalOperations(found.spelling)
        }
    }
}
