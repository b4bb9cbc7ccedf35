/// A command line of `nigrep`, understood (`tools.md` 11).
package struct NigrepCommand: Hashable, Sendable {
    /// What is printed.
    package enum Report: Hashable, Sendable {
        /// One line per property.
        case properties
        /// One line per directory: id and path.
        case directories
        /// The number of properties.
        case count
        case nothing
    }

    package var settings = CommonSettings()
    package var expressions: [[UInt8]] = []
    package var ignoresCase = false
    package var matchesKeys = true
    package var matchesValues = true
    package var report = Report.properties
    /// Finding nothing has an exit status of its own.
    package var failsWithoutMatch = false
    package var endsLinesInNUL = false
    package var source = SourceArgument.domain([])
    /// Where to search, as typed; none for the root.
    package var directories: [[UInt8]] = []

    /// Understands the arguments, of which the first is the tool's name.
    static func parseArguments(_ arguments: [[UInt8]]) throws(UsageError) -> ParsedCommand<NigrepCommand> {
        var command = NigrepCommand()
        var scanner = ArgumentScanner(arguments)
        var source: SourceArgument?
        if let other = try command.takeOptions(from: &scanner, &source) { return other }
        if command.expressions.isEmpty {
            guard let expression = scanner.nextOperand() else { throw .noOperation }
            command.expressions = [expression]
            if source == nil, let other = try command.takeOptions(from: &scanner, &source) { return other }
        }
        guard let source = source ?? scanner.nextOperand().map({ .domain($0) }) else { throw .noOperation }
        command.source = source
        command.directories = scanner.rest
        return .command(command)
    }

    /// Takes all options up to the next operand. Returns what to do instead of searching, if one of them says so.
    private mutating func takeOptions(
        from scanner: inout ArgumentScanner, _ source: inout SourceArgument?
    ) throws(UsageError) -> ParsedCommand<NigrepCommand>? {
        while let found: ArgumentScanner.Found<NigrepOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            case .server:
                settings.byTag = true
                source = .domain(found.value ?? [])
            case .database: source = .database(found.value ?? [])
            default: try apply(found)
            }
        }
        return nil
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NigrepOption>) throws(UsageError) {
        switch found.option {
        case .common(let option): try settings.apply(option, value: found.value)
        case .expression: expressions.append(found.value ?? [])
        case .ignoreCase: ignoresCase = true
        case .keysOnly: (matchesKeys, matchesValues) = (true, false)
        case .valuesOnly: (matchesKeys, matchesValues) = (false, true)
        case .count: report = .count
        case .list: report = .directories
        case .quiet: (report, failsWithoutMatch) = (.nothing, true)
        case .exitStatus: failsWithoutMatch = true
        case .null: endsLinesInNUL = true
        case .server, .database: break
        }
    }
}
