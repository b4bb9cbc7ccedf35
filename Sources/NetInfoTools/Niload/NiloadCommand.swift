package import NetInfoFormats

/// A command line of `niload`, understood.
package struct NiloadCommand: Hashable, Sendable {
    /// What is read.
    package enum Subject: Hashable, Sendable {
        case file(FormatName)
        /// A directory with everything below it, in the raw format or JSON.
        case directory([UInt8])
    }

    package enum Parsed: Hashable, Sendable {
        case command(NiloadCommand)
        case help
        case version
    }

    /// Wrong use that only this tool knows.
    package enum Mistake: Error, Hashable, Sendable {
        case usage(UsageError)
        case unknownFormat([UInt8])
        /// An option that makes no sense with the format.
        case unsuitable(option: String)
    }

    package var subject = Subject.directory([])
    package var settings = CommonSettings()
    package var domain: [UInt8] = []
    /// A folder to write to instead of a domain.
    package var database: [UInt8]?
    package var isVerbose = false
    /// Removes entries that are not in the input.
    package var deletes = false
    package var merges = false
    /// Merging keeps all values.
    package var unites = false
    package var isDryRun = false
    package var isStrict = false
    package var isForced = false
    package var isQuiet = false
    package var isLegacyRaw = false
    /// The property by which entries are found.
    package var uniqueKey = Array("name".utf8)
    package var secretIndexes: [Int] = []

    private var isRaw = false
    private var operands: [[UInt8]] = []

    /// Understands the arguments, of which the first is the tool's name. Options may stand anywhere, because the number
    /// of operands is fixed.
    package static func parse(_ arguments: [[UInt8]]) throws(Mistake) -> Parsed {
        var command = NiloadCommand()
        do throws(UsageError) {
            var scanner = ArgumentScanner(arguments)
            while !scanner.rest.isEmpty {
                if let found: ArgumentScanner.Found<NiloadOption> = try scanner.nextOption() {
                    if found.option == .common(.help) { return .help }
                    if found.option == .common(.version) { return .version }
                    try command.apply(found)
                } else if let operand = scanner.nextOperand() {
                    command.operands.append(operand)
                }
            }
        } catch { throw .usage(error) }
        try command.takeOperands()
        return .command(command)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NiloadOption>) throws(UsageError) {
        switch found.option {
        case .common(let option):
            try settings.apply(option, value: found.value)
            if option == .user || option == .password, let index = found.valueIndex { secretIndexes.append(index) }
        case .raw: isRaw = true
        case .verbose: isVerbose = true
        case .delete: deletes = true
        case .merge: merges = true
        case .mergeAll: (merges, unites) = (true, true)
        case .dryRun: isDryRun = true
        case .unique: uniqueKey = found.value ?? uniqueKey
        case .strict: isStrict = true
        case .force: isForced = true
        case .quiet: isQuiet = true
        case .legacyRaw: isLegacyRaw = true
        case .database: database = found.value
        }
    }

    private mutating func takeOperands() throws(Mistake) {
        guard let first = operands.first else { throw .usage(.noOperation) }
        if isRaw || settings.usesJSON {
            subject = .directory(first)
        } else {
            let name = FormatName(rawValue: String(decoding: first, as: UTF8.self))
            guard let name else { throw .unknownFormat(first) }
            subject = .file(name)
            if deletes, name == .netgroup || name == .resolver { throw .unsuitable(option: "-d") }
        }
        var rest = operands.dropFirst()
        if database == nil {
            guard let domain = rest.popFirst() else { throw .usage(.insufficientArguments(first)) }
            self.domain = domain
        }
        if let extra = rest.first { throw .usage(.unexpectedArgument(extra)) }
    }
}
