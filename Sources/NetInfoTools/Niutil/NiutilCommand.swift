/// A command line of `niutil`, understood.
package struct NiutilCommand: Hashable, Sendable {
    package var operation = NiutilOperation.read
    /// The operation as it was spelled.
    package var spelling: [UInt8] = []
    package var settings = CommonSettings()
    package var isNumeric = false
    package var retriesBusyMaster = false
    package var isDryRun = false
    package var isForced = false
    package var endsValuesInNUL = false
    package var newPassword = NewPasswordSettings()
    package var domain: [UInt8] = []
    /// A folder to work on instead of a domain.
    package var database: [UInt8]?
    /// What follows the domain.
    package var operands: [[UInt8]] = []
    /// The position given to `-insertval` and `-readval`.
    package var index = 0
    /// Where user names and passwords are among the arguments.
    package var secretIndexes: [Int] = []

    package enum Parsed: Hashable, Sendable {
        case command(NiutilCommand)
        case help
        case version
    }

    private enum Interruption: Hashable { case help, version }

    /// Understands the arguments, of which the first is the tool's name.
    package static func parse(_ arguments: [[UInt8]]) throws(UsageError) -> Parsed {
        var command = NiutilCommand()
        var scanner = ArgumentScanner(arguments)
        var chosen: NiutilOperation?
        while let found: ArgumentScanner.Found<NiutilOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            case .operation(let operation):
                guard chosen == nil else { throw .severalOperations(found.spelling) }
                chosen = operation
                command.spelling = found.spelling
            default: try command.apply(found)
            }
        }
        guard let chosen else { throw .noOperation }
        command.operation = chosen
        try command.takeOperands(from: &scanner)
        try command.parseIndex()
        return .command(command)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NiutilOption>) throws(UsageError) {
        switch found.option {
        case .common(let option):
            try settings.apply(option, value: found.value)
            if option == .user || option == .password, let index = found.valueIndex { secretIndexes.append(index) }
        case .numeric: isNumeric = true
        case .retry: retriesBusyMaster = true
        case .dryRun: isDryRun = true
        case .force: isForced = true
        case .null: endsValuesInNUL = true
        case .newPasswordFile: newPassword.file = found.value
        case .newPasswordDescriptor:
            newPassword.descriptor = try CommonSettings.parseDescriptor(found.value ?? [])
        case .legacyDES: newPassword.usesDES = true
        case .database: database = found.value
        case .operation: throw .severalOperations(found.spelling)
        }
    }

    /// Behind the domain, or the first operand when a folder takes its place, everything is data. Only operations with a
    /// fixed number of operands take options after them.
    private mutating func takeOperands(from scanner: inout ArgumentScanner) throws(UsageError) {
        if database == nil {
            guard let domain = scanner.nextOperand() else { throw .insufficientArguments(spelling) }
            self.domain = domain
        }
        let (minimum, maximum) = operation.operands
        while operands.count < maximum ?? .max, let operand = scanner.nextOperand() { operands.append(operand) }
        guard operands.count >= minimum else { throw .insufficientArguments(spelling) }
        while let found: ArgumentScanner.Found<NiutilOption> = try scanner.nextOption() {
            guard found.option.mayTrail else { throw .unexpectedArgument(found.spelling) }
            try apply(found)
        }
        if let extra = scanner.rest.first { throw .unexpectedArgument(extra) }
    }

    private mutating func parseIndex() throws(UsageError) {
        guard operation == .insertval || operation == .readval, let text = operands.last else { return }
        let digits = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber else { throw .invalidIndex(operation: spelling, text) }
        // A number too large for an integer is beyond the end of any list.
        let number = Int(String(decoding: digits, as: UTF8.self)) ?? .max
        index = text.first == UInt8(ascii: "-") ? -number : number
    }
}
