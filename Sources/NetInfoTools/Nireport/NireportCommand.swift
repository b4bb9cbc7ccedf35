/// A command line of `nireport`, understood (`tools.md` 12).
package struct NireportCommand: Hashable, Sendable {
    package enum Layout: Hashable, Sendable {
        /// Every column followed by a separator.
        case separated
        /// Comma-separated values as other programs read them (RFC 4180).
        case csv
        /// Columns of equal width.
        case aligned
    }

    package var settings = CommonSettings()
    package var layout = Layout.separated
    package var hasHeader = false
    /// Printed where a directory has no value; nil for what the layout prints by default.
    package var noValue: [UInt8]?
    package var separator = [UInt8(ascii: "\t")]
    /// The property that decides the order of the lines; nil for the order of the directories.
    package var sortKey: [UInt8]?
    package var endsLinesInNUL = false
    package var source = SourceArgument.domain([])
    package var directory: [UInt8] = []
    package var properties: [[UInt8]] = []

    /// Understands the arguments, of which the first is the tool's name. Property names may be missing.
    static func parseArguments(_ arguments: [[UInt8]]) throws(UsageError) -> ParsedCommand<NireportCommand> {
        var command = NireportCommand()
        var scanner = ArgumentScanner(arguments)
        var source: SourceArgument?
        while let found: ArgumentScanner.Found<NireportOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            case .server:
                command.settings.byTag = true
                source = .domain(found.value ?? [])
            case .database: source = .database(found.value ?? [])
            default: try command.apply(found)
            }
        }
        guard let source = source ?? scanner.nextOperand().map({ .domain($0) }),
            let directory = scanner.nextOperand()
        else { throw .noOperation }
        command.source = source
        command.directory = directory
        command.properties = scanner.rest
        return .command(command)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NireportOption>) throws(UsageError) {
        switch found.option {
        case .common(let option): try settings.apply(option, value: found.value)
        case .header: hasHeader = true
        case .noValue: noValue = found.value
        case .separator: separator = found.value ?? []
        case .csv: layout = .csv
        case .align: layout = .aligned
        case .sort: sortKey = found.value
        case .null: endsLinesInNUL = true
        case .server, .database: break
        }
    }
}
