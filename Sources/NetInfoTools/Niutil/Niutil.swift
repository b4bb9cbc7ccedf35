import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// `niutil`: reads and changes single directories and properties (`tools.md` 5).
package struct Niutil {
    let command: NiutilCommand
    let environment: ToolEnvironment
    let diagnostics: Diagnostics
    let style: TextStyle

    private init(command: NiutilCommand, environment: ToolEnvironment, diagnostics: Diagnostics) {
        self.command = command
        self.environment = environment
        self.diagnostics = diagnostics
        style = TextStyle(command.settings.color, writer: environment.output, environment: environment)
    }

    /// Runs the tool with its arguments, of which the first is its name.
    package static func run(_ arguments: [[UInt8]], name: String, environment: ToolEnvironment) -> ExitStatus {
        var diagnostics = Diagnostics(tool: name, writer: environment.error)
        let parsed: NiutilCommand.Parsed
        do throws(UsageError) {
            parsed = try NiutilCommand.parse(arguments)
        } catch {
            diagnostics.usesJSON = arguments.dropFirst().prefix { $0.first == UInt8(ascii: "-") }.contains(
                Array("--json".utf8))
            return misused(error, diagnostics)
        }
        switch parsed {
        case .help:
            environment.output.write(NiutilUsage.text)
            return .success
        case .version:
            environment.output.write(ToolVersion.line(for: name))
            return .success
        case .command(let command):
            diagnostics.usesJSON = command.settings.usesJSON
            return execute(command, diagnostics, environment)
        }
    }

    private static func misused(_ error: UsageError, _ diagnostics: Diagnostics) -> ExitStatus {
        var failure = ToolFailure(error.message, exit: .usage)
        if case .invalidIndex = error { failure.exit = .invalidIndex } else { failure.explanation = NiutilUsage.text }
        diagnostics.report(failure)
        return failure.exit
    }

    private static func execute(
        _ command: NiutilCommand, _ diagnostics: Diagnostics, _ environment: ToolEnvironment
    ) -> ExitStatus {
        command.secretIndexes.forEach(environment.conceal)
        if command.settings.password != nil, environment.error.isTerminal {
            diagnostics.warn("a password on the command line can be seen by other users")
        }
        do throws(ToolFailure) {
            return try Niutil(command: command, environment: environment, diagnostics: diagnostics).execute()
        } catch {
            environment.output.flush()
            diagnostics.report(error)
            return error.exit
        }
    }

    private func execute() throws(ToolFailure) -> ExitStatus {
        if let folder = command.database {
            try execute(on: folder)
            return .success
        }
        let login = try PasswordSource(settings: command.settings, environment: environment).login()
        let opener = DomainOpener(settings: command.settings, login: login)
        let domain = try opener.open(command.domain)
        switch command.operation {
        case .read, .list, .readprop, .readval: try read(from: domain.connection)
        case .rparent: return try printParent(of: domain, deadline: opener.deadline)
        case .resync: try resync(domain)
        case .statistics:
            try printStatistics { () throws(NetInfoClientError) in try domain.connection.statistics() }
        case .domainname: try printName(of: domain, resolver: DomainResolver(deadline: opener.deadline))
        case .passwd: try changePassword(in: domain, login)
        default: try write(to: domain)
        }
        return .success
    }

    /// The path operand as it was given, for messages.
    var pathText: [UInt8] { command.operands.first ?? [] }

    /// The path operand; `noDirectory` when it is an id that no directory can have.
    func path() throws(NetInfoClientError) -> DirectoryPath {
        do throws(DirectoryPath.InvalidID) {
            return try DirectoryPath(pathText)
        } catch { throw NetInfoClientError(.noDirectory) }
    }

    /// The operand at `index` behind the path.
    func operand(_ index: Int) -> [UInt8] {
        index + 1 < command.operands.count ? command.operands[index + 1] : []
    }

    /// Runs `body`, and turns a status into a failure that says what could not be done.
    func reporting<Value>(
        _ message: MessageText, path: [UInt8]? = nil, _ body: () throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) {
            return try body()
        } catch {
            throw ToolFailure(
                "\(message): \(error.status)", exit: error.status.exitStatus, status: error.status.rawValue, path: path)
        }
    }

    /// Prints a JSON document.
    func printJSON(_ document: JSONValue) {
        environment.output.write(document.encoded)
        environment.output.write("\n")
    }
}
