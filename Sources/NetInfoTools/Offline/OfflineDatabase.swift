import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore

/// A database on disk, opened without a server (`tools.md` 2.4).
///
/// What is only read is a copy in memory, which a server may go on changing. What is written to is locked until `close`.
final class OfflineDatabase {
    /// What is done with a database.
    enum Use {
        case reading
        /// Finding out what writing would do: as much is refused, and nothing is touched.
        case trial
        /// Everything written becomes durable together, by `TreeAccess.commit`.
        case writing
        /// Each write is durable when it returns.
        case writingAtOnce

        var isReadOnly: Bool { self == .reading || self == .trial }
    }

    let access: TreeAccess
    /// What to tell the user about what was found, a line each.
    let remarks: [String]
    let isReadOnly: Bool
    private let folder: OfflineFolder
    private let domain: Domain
    private let lock: StoreLock?

    /// Opens a folder. Only what this project writes can be written to, and only while no server holds it.
    init(_ folder: OfflineFolder, for use: Use) throws(OfflineFailure) {
        self.folder = folder
        isReadOnly = use.isReadOnly
        if use == .trial {
            try folder.checkForm()
            try folder.checkUse()
        }
        let outcome = WriteOutcome()
        if use.isReadOnly {
            let found = try OfflineTree(folder)
            lock = nil
            remarks = found.remarks
            domain = Domain(tag: "", tree: found.tree, storage: VolatileStorage()) { outcome.note($0) }
        } else {
            lock = try folder.lock()
            remarks = []
            domain = try folder.open(outcome: outcome)
        }
        access = TreeAccess(domain, outcome: outcome, commitsEachWrite: use == .writingAtOnce)
    }

    /// Counters of the database, as `stats` of nicl shows them.
    func statistics() throws(NetInfoClientError) -> PropertyList {
        let tree: DirectoryTree
        do throws(NIStatus) { tree = try domain.withTree { $0 } } catch { throw NetInfoClientError(error) }
        return [
            Property("checksum", "\(tree.checksum)"), Property("version", "\(tree.version)"),
            Property("max_dsid", "\(tree.highestID)"), Property("fetch_count", "\(access.fetches)"),
            Property("save_count", "\(access.saves)"), Property("remove_count", "\(access.removals)"),
        ]
    }

    /// Drops what was not committed, brings the property lists up to date and lets go of the folder.
    func close() {
        domain.discard()
        domain.close()
        if !isReadOnly { folder.handOver() }
        withExtendedLifetime(lock) {}
    }
}

extension OfflineDatabase {
    /// Opens the folder that a tool's `--database` names, and warns of what is odd about it. Failures have exit status 1.
    static func open(
        _ name: [UInt8], for use: Use, _ diagnostics: Diagnostics
    ) throws(ToolFailure) -> OfflineDatabase {
        do throws(OfflineFailure) {
            let folder = OfflineFolder(name)
            if use == .writing { try folder.checkForm() }
            let database = try OfflineDatabase(folder, for: use)
            for remark in database.remarks { diagnostics.warn("\(remark)") }
            return database
        } catch {
            let what = use == .reading ? "read" : "write to"
            throw ToolFailure("can't \(what) database \(name): \(error.reason(name))", exit: .usage)
        }
    }
}
