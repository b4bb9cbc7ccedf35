import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// `nireport`: prints some properties of all children of a directory as a table (`tools.md` 12).
package struct Nireport: ToolCommand {
    private let command: NireportCommand

    package var settings: CommonSettings { command.settings }

    package static func parse(_ arguments: [[UInt8]]) throws(ToolFailure) -> ParsedCommand<Nireport> {
        do throws(UsageError) {
            switch try NireportCommand.parseArguments(arguments) {
            case .help: return .help
            case .version: return .version
            case .command(let command):
                guard !command.properties.isEmpty else { throw .noProperties }
                return .command(Nireport(command: command))
            }
        } catch {
            var failure = misuse(error)
            failure.namesTool = error != .noProperties
            throw failure
        }
    }

    package func execute(
        in environment: ToolEnvironment, diagnostics: Diagnostics
    ) throws(ToolFailure) -> ExitStatus {
        let source = try command.source.open(settings: settings, diagnostics: diagnostics)
        let rows = try readRows(from: source)
        let report = NireportTable(command: command, rows: rows)
        let style = TextStyle(settings.color, writer: environment.output, environment: environment)
        report.write(to: environment.output, style: style)
        return .success
    }

    /// The children's properties in the order to print. A child that somebody removes meanwhile is left out.
    private func readRows(from source: any DirectorySource) throws(ToolFailure) -> [PropertyList] {
        let directory = try reporting("ni_pathsearch") { () throws(NetInfoClientError) in
            guard let path = try? DirectoryPath(command.directory) else { throw NetInfoClientError(.noDirectory) }
            return try source.search(path)
        }
        let children = try reporting("ni_children") { () throws(NetInfoClientError) in
            try source.children(of: directory)
        }
        let rows = try reporting("ni_listprops") { () throws(NetInfoClientError) in
            try source.entries(of: children).map(\.properties)
        }
        guard let key = command.sortKey else { return rows }
        return NireportOrder(key: key).sorted(rows)
    }

    private func reporting<Value>(
        _ function: String, _ body: () throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) {
            return try body()
        } catch { throw ToolFailure(error, in: function, path: command.directory) }
    }
}
