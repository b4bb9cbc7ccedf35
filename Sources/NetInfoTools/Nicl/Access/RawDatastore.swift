import Foundation
import Glibc
import NetInfoClient
import NetInfoProtocol

/// A database on disk, without a server (`tools.md` 2.4).
final class RawDatastore: Datastore {
    private let database: OfflineDatabase
    var isReadOnly: Bool { database.isReadOnly }

    private init(_ database: OfflineDatabase) { self.database = database }

    /// Opens the database that a command line names.
    static func open(_ invocation: NiclInvocation) throws(NiclFailure) -> RawDatastore {
        let prefix: MessageText = "open(\(invocation.datasource))"
        let folder = OfflineFolder(invocation.datasource)
        if folder.isMissing { throw NiclFailure(prefix, .noSuchFile) }
        return try open(folder, for: folder.isOwn && !invocation.isReadOnly ? .writingAtOnce : .reading, prefix)
    }

    private static func open(
        _ folder: OfflineFolder, for use: OfflineDatabase.Use, _ prefix: MessageText
    ) throws(NiclFailure) -> RawDatastore {
        do throws(OfflineFailure) { return RawDatastore(try OfflineDatabase(folder, for: use)) } catch {
            let isHeld = if case .held = error { true } else { false }
            let status = isHeld ? NiclStatus.datastoreLocked : .invalidDatastore
            throw detailed(prefix, status, error.reason(folder.name))
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
        let folder = OfflineFolder(invocation.datasource)
        guard !folder.isOwn else { return }
        guard folder.isMissing || folder.isEmpty else { throw NiclFailure(prefix, .invalidDatastore) }
        do {
            try FileManager.default.createDirectory(
                atPath: folder.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw detailed(prefix, .writeFailed, "\(error.localizedDescription)") }
        do throws(NiclFailure) {
            try open(folder, for: .writingAtOnce, prefix).close()
        } catch {
            // Fails unless the folder is empty, as it is when the store is in use.
            if folder.isMissing { rmdir(folder.path) }
            throw error
        }
    }

    // MARK: Datastore

    var reader: any DirectoryAccess { database.access }

    func writer() throws(NiclFailure) -> any DirectoryAccess { database.access }

    func begin(within limit: Duration?) {}

    func children(of object: UInt32, with key: [UInt8]) throws(NetInfoClientError) -> [ListEntry] {
        try database.access.list(key, of: object).value
    }

    func statistics() throws(NiclFailure) -> PropertyList {
        try NiclFailure.naming("stats") { () throws(NetInfoClientError) in try database.statistics() }
    }

    func parentServer() throws(NiclFailure) -> (host: String, tag: [UInt8]) { throw NiclFailure("rparent", .failed) }

    func domainName() throws(NiclFailure) -> [UInt8] { throw NiclFailure("domainname", .failed) }

    func resync() throws(NiclFailure) {}

    func authenticate(_ login: Login) throws(NiclFailure) {}

    func close() { database.close() }
}
