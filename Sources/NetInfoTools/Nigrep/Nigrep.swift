import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// `nigrep`: searches the properties of a part of a domain for a regular expression (`tools.md` 11).
package struct Nigrep: ToolCommand {
    private let command: NigrepCommand
    private let expressions: [ExtendedExpression]

    package var settings: CommonSettings { command.settings }

    package static func parse(_ arguments: [[UInt8]]) throws(ToolFailure) -> ParsedCommand<Nigrep> {
        do throws(UsageError) {
            switch try NigrepCommand.parseArguments(arguments) {
            case .help: return .help
            case .version: return .version
            case .command(let command):
                return .command(Nigrep(command: command, expressions: try compile(command)))
            }
        } catch { throw failure(for: error) }
    }

    private static func compile(_ command: NigrepCommand) throws(UsageError) -> [ExtendedExpression] {
        var expressions: [ExtendedExpression] = []
        for pattern in command.expressions {
            guard let expression = ExtendedExpression(pattern, ignoresCase: command.ignoresCase) else {
                throw .badExpression(pattern)
            }
            expressions.append(expression)
        }
        return expressions
    }

    private static func failure(for error: UsageError) -> ToolFailure {
        var failure = misuse(error)
        switch error {
        case .badExpression: failure.namesTool = false
        case .invalidTimeout(let value) where value.first == UInt8(ascii: "-"):
            failure = ToolFailure("can't use negative timeout value.", exit: .usage)
            failure.namesTool = false
        default: break
        }
        return failure
    }

    package func execute(
        in environment: ToolEnvironment, diagnostics: Diagnostics
    ) throws(ToolFailure) -> ExitStatus {
        let source = try open(diagnostics)
        let report = NigrepReport(command: command, environment: environment)
        for directory in directories {
            try search(directory, in: source, report)
            if report.isComplete { break }
        }
        report.finish()
        return report.count == 0 && command.failsWithoutMatch ? .usage : .success
    }

    /// A domain that cannot be opened counts as wrong usage, as in the original.
    private func open(_ diagnostics: Diagnostics) throws(ToolFailure) -> any DirectorySource {
        do throws(ToolFailure) {
            return try command.source.open(settings: settings, diagnostics: diagnostics)
        } catch {
            var failure = error
            failure.exit = .usage
            throw failure
        }
    }

    private var directories: [[UInt8]] {
        if !command.directories.isEmpty { return command.directories }
        guard case .domain(let domain) = command.source, !settings.byTag, DomainURL.isURL(domain),
            let url = try? DomainURL(parsing: domain)
        else { return [[UInt8(ascii: "/")]] }
        return [url.directory]
    }

    /// Searches a directory and everything below, parents first.
    private func search(
        _ directory: [UInt8], in source: any DirectorySource, _ report: NigrepReport
    ) throws(ToolFailure) {
        let start = try Self.reporting("ni_pathsearch", directory) { () throws(NetInfoClientError) in
            guard let path = try? DirectoryPath(directory) else { throw NetInfoClientError(.noDirectory) }
            return try source.search(path)
        }
        var pending = try Self.read([start], in: source, directory).map { entry, children in
            WalkedDirectory(entry: entry, children: children, typed: directory)
        }
        var seen: Set<UInt32> = [start]
        while let current = pending.popLast(), !report.isComplete {
            report.add(matches(in: current.entry.properties), in: current)
            let children = current.children.filter { seen.insert($0).inserted }
            pending += try Self.read(children, in: source, current.path).reversed().map { entry, children in
                current.child(entry, children: children, isEscaped: report.escapesNames)
            }
        }
    }

    /// Directories with their children's ids; one that somebody removed meanwhile is none to search.
    private static func read(
        _ ids: [UInt32], in source: any DirectorySource, _ path: [UInt8]
    ) throws(ToolFailure) -> [(DirectoryEntry, [UInt32])] {
        guard !ids.isEmpty else { return [] }
        let entries = try reporting("ni_read", path) { () throws(NetInfoClientError) in try source.entries(of: ids) }
        let lists = try reporting("ni_list", path) { () throws(NetInfoClientError) in
            try source.childLists(of: ids)
        }
        return entries.map { ($0, lists[$0.id.object] ?? []) }
    }

    private func matches(in list: PropertyList) -> [Property] {
        list.properties.filter { property in
            expressions.contains { expression in
                command.matchesKeys && expression.matches(property.name)
                    || command.matchesValues && property.values.contains(where: expression.matches)
            }
        }
    }

    private static func reporting<Value>(
        _ function: String, _ path: [UInt8], _ body: () throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) { return try body() } catch { throw ToolFailure(error, in: function, path: path) }
    }
}

extension ToolFailure {
    /// What the original says when a function of its library fails: the function and the status, but not the tool.
    init(_ error: NetInfoClientError, in function: String, path: [UInt8]) {
        self.init(
            "\(function): \(error.status)", exit: error.status.exitStatus, status: error.status.rawValue, path: path)
        namesTool = false
    }
}
