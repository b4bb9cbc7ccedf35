import Logging
import NetInfoDirectory

/// Writes property lists of a domain that nobody serves.
struct PlistRewriter {
    private let mirror: PlistMirror
    private let domain: Domain

    init(folder: String, tag: String, tree: DirectoryTree, database: DomainDatabase, files: any StoreFiles) {
        let silent = Logger(label: "netinfo.maintenance") { _ in SwiftLogNoOpLogHandler() }
        mirror = PlistMirror(folder: folder, database: database, files: files, logger: silent)
        domain = Domain(tag: tag, tree: tree, storage: VolatileStorage()) { _ in }
    }

    /// Brings the property lists of these directories in line, and removes those of directories that are gone.
    func write(_ ids: [UInt32]) throws(StoreError) {
        var batch = PlistBatch(mirror: mirror, domain: domain)
        try batch.bringUpToDate(ids)
    }
}
