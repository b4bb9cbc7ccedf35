import ArgumentParser
import NetInfoDirectory
import NetInfoStore

/// `netinfo history`: who changed what.
struct HistoryCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tell who changed what in a domain, or what was refused.",
        discussion: """
            Reads what netinfod recorded in the store, the oldest first; it may run meanwhile. Times are in UTC. \
            Passwords are never recorded, only that they changed. Without PATH everything is told.
            """)

    @Option(help: "The store.", completion: .directory)
    var store = "/var/lib/netinfo"

    @Option(help: "Read this folder of a domain, which need not be in a store.", completion: .directory)
    var database: String?

    @Option(help: "Tell of this domain only; without it, of all domains and of the binder.")
    var tag: String?

    @Argument(help: "A directory, by path or id. Earlier names of it are followed.")
    var path: String?

    @Flag(help: "Tell of what is below the directory as well.")
    var recursive = false

    @Flag(help: "Show old and new values.")
    var diff = false

    @Option(help: "From this time on: 2026-11-23, 2026-11-23T10:15, or 10m, 2h or 3d ago.")
    var since: String?

    @Option(help: "Up to this time.")
    var until: String?

    @Option(help: "Only what this user did: a name, a uid, or superuser, anonymous or 'edited by hand'.")
    var user: String?

    @Flag(help: "Tell what was refused instead.")
    var refusals = false

    @Flag(help: "Print the recorded lines of JSON.")
    var json = false

    @Option(name: [.customShort("n"), .customLong("count")], help: "No more than the latest COUNT.")
    var count: Int?

    var reportsJSON: Bool { json }

    func validate() throws {
        for time in [since, until].compactMap({ $0 }) where HistoryTime(time) == nil {
            throw ValidationError("'\(time)' is no time: give 2026-11-23, 2026-11-23T10:15, or 10m, 2h or 3d")
        }
        if let count, count < 1 { throw ValidationError("-n needs a number above 0") }
        if database != nil, tag != nil { throw ValidationError("--database is one domain; leave --tag out") }
    }

    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
        let filter = HistoryFilter(
            path: try directory(), isRecursive: recursive, user: user.map { Array($0.utf8) },
            since: since.flatMap { HistoryTime($0) }?.text, until: until.flatMap { HistoryTime($0) }?.text)
        let kind: AuditFile.Kind = refusals ? .refusals : .changes
        do throws(StoreError) {
            let history = History(folders: try folders(), kind: kind, filter: filter, count: count ?? .max)
            let entries = try history.entries { problem in
                environment.error.write("netinfo history: \(problem)\n")
                environment.error.flush()
            }
            let report = HistoryReport(showsValues: diff)
            for entry in entries {
                environment.output.write(json ? entry.json + [UInt8(ascii: "\n")] : report.lines(entry))
            }
            return .success
        } catch { throw ToolFailure("\(error.description)", exit: .failure) }
    }

    private func folders() throws(StoreError) -> [AuditFolder] {
        guard let database else { return try AuditFolder.all(store: store, tag: tag) }
        return [try AuditFolder(node: database)]
    }

    private func directory() throws(ToolFailure) -> DirectoryPath? {
        guard let path else { return nil }
        do throws(DirectoryPath.InvalidID) {
            return try DirectoryPath(Array(path.utf8))
        } catch {
            throw ToolFailure("no directory can have the id \(path)", exit: .failure)
        }
    }
}
