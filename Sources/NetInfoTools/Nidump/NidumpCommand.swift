package import NetInfoFormats

/// A command line of `nidump`, understood.
package struct NidumpCommand: Hashable, Sendable {
    /// What is written.
    package enum Subject: Hashable, Sendable {
        case file(FormatName)
        /// A directory with everything below it.
        case directory([UInt8])
    }

    package enum Parsed: Hashable, Sendable {
        case command(NidumpCommand)
        case help
        case version
    }

    package var subject = Subject.directory([])
    package var settings = CommonSettings()
    package var domain: [UInt8] = []
    /// A folder to read instead of a domain.
    package var database: [UInt8]?
    package var isVerbose = false
    package var isForced = false
    package var hidesPasswords = false
    package var secretIndexes: [Int] = []

    private var isRaw = false
    private var operands: [[UInt8]] = []
    /// The domain, when it stands right behind `-t`.
    private var tagged: [UInt8]?

    /// Understands the arguments, of which the first is the tool's name. Options may stand anywhere, because the number
    /// of operands is fixed.
    package static func parse(_ arguments: [[UInt8]]) throws(UsageError) -> Parsed {
        var command = NidumpCommand()
        var scanner = ArgumentScanner(arguments)
        while !scanner.rest.isEmpty {
            if let found: ArgumentScanner.Found<NidumpOption> = try scanner.nextOption() {
                if found.option == .common(.help) { return .help }
                if found.option == .common(.version) { return .version }
                try command.apply(found, &scanner)
            } else if let operand = scanner.nextOperand() {
                command.operands.append(operand)
            }
        }
        try command.takeOperands()
        return .command(command)
    }

    private mutating func apply(
        _ found: ArgumentScanner.Found<NidumpOption>, _ scanner: inout ArgumentScanner
    ) throws(UsageError) {
        switch found.option {
        case .common(let option):
            try settings.apply(option, value: found.value)
            if option == .user || option == .password, let index = found.valueIndex { secretIndexes.append(index) }
            // The manual puts -t first, its tool wanted the domain right behind it. A server tells them apart.
            if option == .byTag, tagged == nil, let next = scanner.rest.first, Self.isServer(next) {
                tagged = scanner.nextOperand()
            }
        case .raw: isRaw = true
        case .verbose: isVerbose = true
        case .force: isForced = true
        case .noPasswords: hidesPasswords = true
        case .database: database = found.value
        }
    }

    /// Whether an argument has a slash that is neither its first nor its last byte.
    private static func isServer(_ argument: [UInt8]) -> Bool {
        argument.first != UInt8(ascii: "-") && argument.dropFirst().dropLast().contains(UInt8(ascii: "/"))
            && FormatName(rawValue: String(decoding: argument, as: UTF8.self)) == nil
    }

    private mutating func takeOperands() throws(UsageError) {
        var rest = operands[...]
        guard let first = rest.popFirst() else { throw .noOperation }
        if isRaw {
            subject = .directory(first)
        } else {
            guard let name = FormatName(rawValue: String(decoding: first, as: UTF8.self)) else {
                throw .unexpectedArgument(first)
            }
            subject = .file(name)
        }
        if let tagged {
            domain = tagged
        } else if database == nil {
            guard let domain = rest.popFirst() else { throw .insufficientArguments(first) }
            self.domain = domain
        }
        if let extra = rest.first { throw .unexpectedArgument(extra) }
    }
}
