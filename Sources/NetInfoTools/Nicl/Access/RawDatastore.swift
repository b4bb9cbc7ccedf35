import Foundation
import Glibc
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore

/// A database on disk, without a server (`tools.md` 2.4).
final class RawDatastore: Datastore {
    private let domain: Domain
    private let access: TreeAccess
    private let lock: StoreLock?
    let isReadOnly: Bool

    private init(_ domain: Domain, _ outcome: WriteOutcome, lock: StoreLock?, isReadOnly: Bool) {
        self.domain = domain
        self.lock = lock
        self.isReadOnly = isReadOnly
        access = TreeAccess(domain, outcome: outcome)
    }

    /// Opens the database that a command line names.
    ///
    /// Only what this project writes can be written to, and only while no server holds it.
    static func open(_ invocation: NiclInvocation) throws(NiclFailure) -> RawDatastore {
        let prefix: MessageText = "open(\(invocation.datasource))"
        let database = RawDatabase(invocation.datasource)
        if database.isMissing { throw NiclFailure(prefix, .noSuchFile) }
        return database.isOwn && !invocation.isReadOnly
            ? try openForWriting(database, prefix) : try openForReading(database, prefix)
    }

    private static func openForWriting(
        _ database: RawDatabase, _ prefix: MessageText
    ) throws(NiclFailure) -> RawDatastore {
        let lock = try take(database, prefix)
        let outcome = WriteOutcome()
        do throws(StoreError) {
            let domain = try database.open(outcome: outcome)
            return RawDatastore(domain, outcome, lock: lock, isReadOnly: false)
        } catch { throw detailed(prefix, .invalidDatastore, "\(error.description)") }
    }

    /// Takes no lock: what is read is a copy, which a server may go on changing.
    private static func openForReading(
        _ database: RawDatabase, _ prefix: MessageText
    ) throws(NiclFailure) -> RawDatastore {
        do throws(ToolFailure) {
            let domain = Domain(tag: "", tree: try database.read(), storage: VolatileStorage()) { _ in }
            return RawDatastore(domain, WriteOutcome(), lock: nil, isReadOnly: true)
        } catch { throw detailed(prefix, .invalidDatastore, error.message ?? "") }
    }

    private static func take(_ database: RawDatabase, _ prefix: MessageText) throws(NiclFailure) -> StoreLock {
        do throws(StoreError) { return try database.lock() } catch {
            let isHeld = error.description.contains("in use by process")
            throw detailed(prefix, isHeld ? .datastoreLocked : .invalidDatastore, "\(error.description)")
        }
    }

    /// The original's line, then what is the matter.
    private static func detailed(_ prefix: MessageText, _ status: NiclStatus, _ reason: MessageText) -> NiclFailure {
        var failure = NiclFailure(prefix, status)
        failure.explanation = "\(reason)\n"
        return failure
    }

    /// Makes a database with nothing but an empty root; one that exists stays as it is.
    static func create(_ invocation: NiclInvocation) throws(NiclFailure) {
        let prefix: MessageText = "open(\(invocation.datasource))"
        let database = RawDatabase(invocation.datasource)
        guard !database.isOwn else { return }
        guard database.isMissing || database.isEmpty else { throw NiclFailure(prefix, .invalidDatastore) }
        do {
            try FileManager.default.createDirectory(
                atPath: database.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw detailed(prefix, .writeFailed, "\(error.localizedDescription)") }
        do throws(NiclFailure) {
            try openForWriting(database, prefix).close()
        } catch {
            // Fails unless the folder is empty, as it is when the store is in use.
            if database.isMissing { rmdir(database.path) }
            throw error
        }
    }

    // MARK: Datastore

    var reader: any DirectoryAccess { access }

    func writer() throws(NiclFailure) -> any DirectoryAccess { access }

    func begin(within limit: Duration?) {}

    func statistics() throws(NiclFailure) -> PropertyList {
        let tree: DirectoryTree
        do throws(NIStatus) { tree = try domain.withTree { $0 } } catch {
            throw NiclFailure("stats", NiclStatus(error))
        }
        return [
            Property("checksum", "\(tree.checksum)"), Property("version", "\(tree.version)"),
            Property("max_dsid", "\(tree.highestID)"), Property("fetch_count", "\(access.fetches)"),
            Property("save_count", "\(access.saves)"), Property("remove_count", "\(access.removals)"),
        ]
    }

    func parentServer() throws(NiclFailure) -> (host: String, tag: [UInt8]) { throw NiclFailure("rparent", .failed) }

    func domainName() throws(NiclFailure) -> [UInt8] { throw NiclFailure("domainname", .failed) }

    func resync() throws(NiclFailure) {}

    func authenticate(_ login: Login) throws(NiclFailure) {}

    func close() {
        domain.close()
        withExtendedLifetime(lock) {}
    }
}
