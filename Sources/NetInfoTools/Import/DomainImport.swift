import NetInfoClient
import NetInfoDirectory
import NetInfoStore

/// One import: reads the source, adds the domain, and tells what came of it.
struct DomainImport {
    let source: ImportSource
    let options: ImportOptions
    let environment: ToolEnvironment
    let progress: ProgressLine

    init(source: ImportSource, options: ImportOptions, environment: ToolEnvironment) {
        self.source = source
        self.options = options
        self.environment = environment
        progress = ProgressLine(environment)
    }

    private var tag: String { options.tag ?? source.tag }

    func run() throws(ToolFailure) -> ExitStatus {
        defer { progress.clear() }
        if options.json { return try printJSON() }
        let installer = DomainInstaller(store: options.store)
        try failing { () throws(StoreError) in try installer.requireFree(tag) }
        let database = try source.read(salvage: options.salvage, progress: progress)
        let tree = try Self.tree(of: database, from: source.folder)
        guard !options.dryRun else {
            progress.clear()
            report(database, isDone: false)
            say("nothing was written: this was a dry run")
            return .success
        }
        try add(tree, of: database, with: installer)
        return .success
    }

    private func printJSON() throws(ToolFailure) -> ExitStatus {
        let database = try source.read(salvage: options.salvage, progress: progress)
        progress.clear()
        environment.output.write(database.json())
        for remark in database.remarks where remark.kind == .damage {
            environment.error.write("netinfo import: damage: \(remark.description)\n")
        }
        environment.error.flush()
        return .success
    }

    // MARK: Into the store

    /// Ids are dense; one far above the number of directories is damage, and a table up to it would take memory that
    /// the source merely claims.
    private static let sparsestIDs: UInt64 = 256
    private static let unsuspiciousID: UInt64 = 1 << 20

    private static func tree(of database: ImportedDatabase, from folder: String) throws(ToolFailure) -> DirectoryTree {
        let highest = UInt64(database.records.last?.id ?? 0)
        guard highest < unsuspiciousID || highest / sparsestIDs < UInt64(database.records.count) else {
            throw ToolFailure(
                "\(folder): directory \(highest) has an impossible id: there are only \(database.records.count) directories",
                exit: .failure)
        }
        do throws(DirectoryTree.Inconsistency) {
            return try DirectoryTree(DirectorySnapshot(records: database.records))
        } catch { throw ToolFailure("\(folder): \(error.description)", exit: .failure) }
    }

    private func add(
        _ tree: DirectoryTree, of database: ImportedDatabase, with installer: DomainInstaller
    ) throws(ToolFailure) {
        let custody = try failing { () throws(StoreError) in try installer.custody() }
        let tooDeep = try failing { () throws(StoreError) in
            try installer.install(tree, as: tag) { progress.update("writing", $0, of: $1, "directories") }
        }
        progress.clear()
        report(database, isDone: true)
        if tooDeep > 0 {
            say("\(tooDeep) directories lie too deep for a file; only the index has them")
        }
        switch custody {
        case .own: say("start netinfod on the store to serve it")
        case .held(let holder): try announce(to: holder)
        }
    }

    /// Has the server that holds the store serve the domain.
    private func announce(to holder: StoreHolder) throws(ToolFailure) {
        environment.output.flush()
        let server = RunningServer(holder)
        try server.reload()
        let ports = try server.waitForDomain(tag)
        say("served by \(holder) on port \(ports.tcp) (TCP) and \(ports.udp) (UDP)")
    }

    private func failing<Value>(_ body: () throws(StoreError) -> Value) throws(ToolFailure) -> Value {
        do throws(StoreError) {
            return try body()
        } catch { throw ToolFailure("\(error.description)", exit: .failure) }
    }

    // MARK: Telling

    private func say(_ line: String) { environment.output.write("\(line)\n") }

    private func report(_ database: ImportedDatabase, isDone: Bool) {
        let report = ImportReport(database)
        say(
            "\(isDone ? "imported" : "would import") \(database.records.count) directories (format \(database.format)) "
                + "as domain \(tag) into \(options.store)")
        for line in report.lines { say("  \(line)") }
    }
}
