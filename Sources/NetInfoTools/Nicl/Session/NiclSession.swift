import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// What commands of `nicl` work on: an open datasource, and a current directory in it (`tools.md` 6.2).
final class NiclSession {
    let invocation: NiclInvocation
    let environment: ToolEnvironment
    let datastore: any Datastore
    let reporter: NiclReporter
    let style: TextStyle
    /// Where relative paths start.
    var current: UInt32 = 0
    /// Whether commands come from a shell or a script, not from the command line.
    var isShell = false
    /// Files that are being run, innermost last.
    var sources: [[UInt8]] = []
    /// Whether the session is over.
    var hasEnded = false

    init(
        _ invocation: NiclInvocation, datastore: any Datastore, reporter: NiclReporter, environment: ToolEnvironment
    ) {
        self.invocation = invocation
        self.datastore = datastore
        self.reporter = reporter
        self.environment = environment
        style = TextStyle(invocation.settings.color, writer: environment.output, environment: environment)
    }

    /// Runs one command.
    func run(_ words: [[UInt8]]) throws(NiclFailure) {
        guard let name = words.first else { return }
        guard let command = NiclCommand(name), invocation.isExpert || !command.isRepair else {
            throw .misuse("Unknown command: \(name)", usage: isShell ? "" : NiclUsage.text)
        }
        let arguments = try arguments(Array(words.dropFirst()), of: command)
        datastore.begin(within: nil)
        if command.isWrite, datastore.isReadOnly { throw NiclFailure("\(command.rawValue)", .writeAccessRestricted) }
        try perform(command, arguments)
    }

    private func arguments(_ given: [[UInt8]], of command: NiclCommand) throws(NiclFailure) -> [[UInt8]] {
        let usage = isShell ? NiclUsage.line(command) : NiclUsage.text
        let (minimum, maximum) = command.arguments
        if isShell, command.defaultsToCurrentDirectory, given.isEmpty { return [Array(".".utf8)] }
        guard given.count >= minimum else {
            throw .misuse("Too few parameters for \(command.rawValue) operation", usage: usage)
        }
        guard given.count <= maximum ?? .max else {
            throw .misuse("Too many parameters for \(command.rawValue) operation", usage: usage)
        }
        return given
    }

    private func perform(_ command: NiclCommand, _ arguments: [[UInt8]]) throws(NiclFailure) {
        switch command {
        case .read: try read(arguments)
        case .list: try list(arguments)
        case .path: try printPath(arguments)
        case .search: try search(arguments)
        case .history: try printHistory(arguments)
        case .create, .delete, .append, .merge, .insert, .rename, .move, .copy, .load: try write(command, arguments)
        case .passwd: try changePassword(of: arguments[0])
        case .attach, .detach, .parent: try repair(command)
        case .stats: try printStatistics()
        case .domainname: try printDomainName()
        case .rparent: try printParent()
        case .resync: try resync()
        case .flush: break
        case .source: try source(arguments[0])
        case .auth: try authenticate(arguments)
        case .cd: current = try object(at: arguments[0], for: "cd")
        case .pwd: try printWorkingDirectory()
        case .echo: environment.output.write(arguments.joined(separator: [UInt8(ascii: " ")]) + [UInt8(ascii: "\n")])
        case .help: environment.output.write(NiclUsage.text)
        case .quit: hasEnded = true
        }
    }

    // MARK: Paths

    /// A path as commands take it; failures begin with the command's name.
    func path(_ text: [UInt8], for command: MessageText) throws(NiclFailure) -> DirectoryPath {
        do throws(DirectoryPath.InvalidID) {
            return try DirectoryPath(text)
        } catch { throw NiclFailure(command, .invalidRecordID, path: text) }
    }

    /// The directory that a path leads to.
    func object(at text: [UInt8], for command: MessageText) throws(NiclFailure) -> UInt32 {
        try object(at: text, for: command, in: datastore.reader)
    }

    /// The directory that a path leads to, as `access` has it.
    func object(
        at text: [UInt8], for command: MessageText, in access: any DirectoryAccess
    ) throws(NiclFailure) -> UInt32 {
        let path = try path(text, for: command)
        return try NiclFailure.naming(command, path: text) { () throws(NetInfoClientError) in
            try PathWalk(access: access).find(path, from: current)
        }
    }

    // MARK: Output

    /// Prints a JSON document.
    func printJSON(_ document: JSONValue) {
        environment.output.write(document.encoded)
        environment.output.write("\n")
    }

    /// Says something that is no failure, on standard error; nothing in JSON.
    func remark(_ text: MessageText) {
        guard !invocation.settings.usesJSON else { return }
        environment.output.flush()
        environment.error.write("\(text)\n")
        environment.error.flush()
    }
}
