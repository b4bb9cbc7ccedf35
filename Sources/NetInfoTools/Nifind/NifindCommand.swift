/// A command line of `nifind`, understood (`tools.md` 13).
package struct NifindCommand: Hashable, Sendable {
    package var settings = CommonSettings()
    /// All domains below `domain` are searched, not only those from the local one up.
    package var searchesChildren = false
    /// Child domains with the tag `local` are left out.
    package var skipsLocal = false
    package var printsProperties = false
    package var isVerbose = false
    package var stopsAtFirst = false
    /// Finding nothing has an exit status of its own.
    package var failsWithoutMatch = false
    package var directory: [UInt8] = []
    /// The highest domain to search, as typed; nil for the root domain.
    package var domain: [UInt8]?

    /// Understands the arguments, of which the first is the tool's name.
    package static func parseArguments(_ arguments: [[UInt8]]) throws(UsageError) -> ParsedCommand<NifindCommand> {
        var command = NifindCommand()
        var scanner = ArgumentScanner(unbundled(arguments))
        while let found: ArgumentScanner.Found<NifindOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            default: try command.apply(found)
            }
        }
        guard let directory = scanner.nextOperand() else { throw .noOperation }
        command.directory = directory
        command.domain = scanner.nextOperand()
        if let extra = scanner.rest.first { throw .unexpectedArgument(extra) }
        return .command(command)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NifindOption>) throws(UsageError) {
        switch found.option {
        case .common(let option): try settings.apply(option, value: found.value)
        case .allDomains: searchesChildren = true
        case .skipLocal: skipsLocal = true
        case .properties: printsProperties = true
        case .verbose: isVerbose = true
        case .first: stopsAtFirst = true
        case .exitStatus: failsWithoutMatch = true
        }
    }

    /// The arguments with options that share a hyphen, `-av`, taken apart. Only this tool has ever allowed that.
    static func unbundled(_ arguments: [[UInt8]]) -> [[UInt8]] {
        var result = Array(arguments.prefix(1))
        var rest = arguments.dropFirst()
        while let argument = rest.first, isOption(argument) {
            rest.removeFirst()
            let parts = split(argument)
            result += parts
            if argument.elementsEqual("--".utf8) { break }
            if parts.last.map(needsValue) == true, let value = rest.popFirst() { result.append(value) }
        }
        return result + rest
    }

    private static func isOption(_ argument: [UInt8]) -> Bool {
        argument.count > 1 && argument.first == UInt8(ascii: "-")
    }

    private static func needsValue(_ option: [UInt8]) -> Bool {
        NifindOption.all.contains { candidate in
            candidate.takesValue && candidate.spellings.contains { option.elementsEqual($0.utf8) }
        }
    }

    /// One option for each letter; what follows a letter that takes a value is its value.
    private static func split(_ argument: [UInt8]) -> [[UInt8]] {
        let hyphen = UInt8(ascii: "-")
        var letters = argument.dropFirst()
        guard letters.first != hyphen else { return [argument] }
        var parts: [[UInt8]] = []
        while let letter = letters.popFirst() {
            parts.append([hyphen, letter])
            if NifindOption.letter(letter)?.takesValue == true, !letters.isEmpty {
                parts.append(Array(letters))
                break
            }
        }
        return parts
    }
}
