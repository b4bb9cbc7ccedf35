package import Logging
package import NetInfoDirectory
import NetInfoProtocol
import Synchronization

/// The folder of one domain: its database, and its property lists.
package final class DomainFolder: DomainStorage {
    /// Where the folder is.
    package let path: String

    /// The database in the folder.
    package let database: DomainDatabase

    private let mirror: PlistMirror
    private let logger: Logger
    private let wasRebuilt = Atomic(false)

    /// Opens the folder at `path`.
    package init(path: String, files: any StoreFiles = SystemFiles(), logger: Logger) throws(StoreError) {
        self.path = path
        self.logger = logger
        try Store.makeFolder(path)
        database = try DomainDatabase(path: path + "/sqlindex")
        mirror = PlistMirror(folder: path, database: database, files: files, logger: logger)
    }

    /// The directories of the domain: from its database, or from its property lists when the database is gone.
    package func load() throws(StoreError) -> DirectoryTree {
        if let tree = try database.load() { return tree }
        let tree = try rebuilt()
        try database.replaceAll(with: tree)
        return tree
    }

    private func rebuilt() throws(StoreError) -> DirectoryTree {
        do {
            let found = try DslocalReader(folder: path).read()
            let index = RecordFileName.indexPrefix
            for remark in found.remarks where !remark.hasPrefix(index) { logger.notice("\(remark)") }
            if found.records.count > 1 {
                wasRebuilt.store(true, ordering: .relaxed)
                logger.notice(
                    "rebuilt the index from the property lists",
                    metadata: ["folder": "\(path)", "directories": "\(found.records.count)"])
            }
            return try DirectoryTree(DirectorySnapshot(records: found.records))
        } catch {
            throw StoreError("cannot rebuild the index of \(path) from its property lists: \(error)")
        }
    }

    /// Starts to follow the domain's changes, and takes in what was edited while nobody looked.
    package func start(_ domain: Domain) {
        guard wasRebuilt.load(ordering: .relaxed) else {
            takeInEdits(of: domain)
            return
        }
        mirror.perform { [mirror, logger, weak domain] in
            guard let domain else { return }
            do throws(StoreError) {
                try mirror.bringAllUpToDate(domain)
                var edits = EditedPlists(mirror: mirror, domain: domain)
                try edits.removeStrays()
            } catch {
                logger.error("cannot write property lists after the index was rebuilt: \(error)")
            }
        }
    }

    package func takeInEdits(of domain: Domain) {
        mirror.perform { [mirror, logger, weak domain] in
            guard let domain else { return }
            do throws(StoreError) {
                // First what a crash left undone: a file that was written but not noted must not pass for a new one.
                try mirror.bringAllUpToDate(domain)
                var edits = EditedPlists(mirror: mirror, domain: domain)
                try edits.takeIn()
            } catch {
                logger.error("cannot look for edited property lists: \(error)")
            }
        }
    }

    package func commit(_ rows: [RowChange]) throws(StoreError) {
        do throws(StoreError) {
            try database.commit(rows)
        } catch {
            database.settleAfterFailure()
            throw error
        }
    }

    package func didCommit(_ rows: [RowChange], of domain: Domain) {
        mirror.note(rows.map(\.id), of: domain)
    }

    package func didFail(_ error: StoreError, writes: Int) {
        logger.error("a write failed: \(error)", metadata: ["writes": "\(writes)"])
    }

    package func close(_ domain: Domain) {
        mirror.finish(domain)
        database.close()
    }
}
