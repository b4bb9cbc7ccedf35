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
        let domain = try open()
        let report = NigrepReport(command: command, environment: environment)
        for directory in directories {
            try search(directory, in: domain.connection, report)
            if report.isComplete { break }
        }
        report.finish()
        return report.count == 0 && command.failsWithoutMatch ? .usage : .success
    }

    /// A domain that cannot be opened counts as wrong usage, as in the original.
    private func open() throws(ToolFailure) -> NetInfoDomain {
        do throws(ToolFailure) {
            return try DomainOpener(settings: settings, login: nil).open(command.domain)
        } catch {
            var failure = error
            failure.exit = .usage
            throw failure
        }
    }

    private var directories: [[UInt8]] {
        if !command.directories.isEmpty { return command.directories }
        let url = !settings.byTag && DomainURL.isURL(command.domain) ? try? DomainURL(parsing: command.domain) : nil
        return [url?.directory ?? [UInt8(ascii: "/")]]
    }

    /// Searches a directory and everything below, parents first.
    private func search(
        _ directory: [UInt8], in connection: NetInfoConnection, _ report: NigrepReport
    ) throws(ToolFailure) {
        let start = try Self.reporting("ni_pathsearch", directory) { () throws(NetInfoClientError) in
            guard let path = try? DirectoryPath(directory) else { throw NetInfoClientError(.noDirectory) }
            return try connection.search(path)
        }
        var pending = [WalkedDirectory(id: start.object, typed: directory)]
        while let current = pending.popLast(), !report.isComplete {
            try Self.skippingVanished { () throws(ToolFailure) in
                let properties = try Self.reporting("ni_read", current.path) { () throws(NetInfoClientError) in
                    try connection.read(current.id).value
                }
                report.add(matches(in: properties), in: current)
                let children = try Self.reporting("ni_list", current.path) { () throws(NetInfoClientError) in
                    try connection.list(Array("name".utf8), of: current.id).value
                }
                pending += children.reversed().map {
                    current.child($0.id, name: $0.values?.first, isEscaped: report.escapesNames)
                }
            }
        }
    }

    private func matches(in list: PropertyList) -> [Property] {
        list.properties.filter { property in
            expressions.contains { expression in
                command.matchesKeys && expression.matches(property.name)
                    || command.matchesValues && property.values.contains(where: expression.matches)
            }
        }
    }

    /// Runs `body`; a directory that somebody removed meanwhile is none to search.
    private static func skippingVanished(_ body: () throws(ToolFailure) -> Void) throws(ToolFailure) {
        do throws(ToolFailure) {
            try body()
        } catch {
            guard error.status == NIStatus.badID.rawValue || error.status == NIStatus.noDirectory.rawValue else {
                throw error
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
