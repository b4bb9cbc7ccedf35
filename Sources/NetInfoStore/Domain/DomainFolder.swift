package import Logging
package import NetInfoDirectory

/// The folder of one domain: its database, and its property lists.
package final class DomainFolder: DomainStorage {
    /// Where the folder is.
    package let path: String

    /// The database in the folder.
    package let database: DomainDatabase

    private let mirror: PlistMirror
    private let logger: Logger

    /// Opens the folder at `path`.
    package init(
        path: String, files: any StoreFiles = SystemFiles(), logger: Logger, pace: MirrorPace = MirrorPace()
    ) throws(StoreError) {
        self.path = path
        self.logger = logger
        try Store.makeFolder(path)
        database = try DomainDatabase(path: path + "/sqlindex")
        mirror = PlistMirror(folder: path, database: database, files: files, logger: logger, pace: pace)
    }

    /// The directories of the domain: from its database, or from its property lists when the database is gone.
    package func load() throws(StoreError) -> DirectoryTree {
        if let tree = try database.load() { return tree }
        let found = try RebuiltIndex(folder: path)
        for remark in found.remarks { logger.notice("\(remark)") }
        try database.replaceAll(with: found.tree, plists: found.plists)
        if found.tree.count > 1 {
            logger.notice(
                "rebuilt the index from the property lists",
                metadata: ["folder": "\(path)", "directories": "\(found.tree.count)"])
        }
        return found.tree
    }

    /// Starts to follow the domain's changes, and takes in what was edited while nobody looked.
    package func start(_ domain: Domain) {
        do throws(StoreError) {
            takeInEdits(of: domain, afterCrash: try database.beginService())
        } catch {
            logger.error("cannot write to the index: \(error)")
            takeInEdits(of: domain, afterCrash: true)
        }
    }

    package func takeInEdits(of domain: Domain) { takeInEdits(of: domain, afterCrash: false) }

    private func takeInEdits(of domain: Domain, afterCrash: Bool) {
        mirror.perform { [mirror, logger, weak domain] in
            guard let domain else { return }
            do throws(StoreError) {
                try EditedPlists(mirror: mirror, domain: domain, afterCrash: afterCrash).takeIn()
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

    package func didFail(_ error: StoreError, writes: Int, reverted ids: [UInt32], of domain: Domain) {
        // Their property lists may have been written before it failed.
        mirror.note(ids, of: domain)
        logger.error("a write failed: \(error)", metadata: ["writes": "\(writes)"])
    }

    /// Brings the property lists up to date as far as that is possible, and waits for it.
    package func bringUpToDate(_ domain: Domain) { mirror.bringUpToDateNow(domain) }

    package func close(_ domain: Domain) {
        if mirror.finish(domain) { try? database.endService() }
        database.close()
    }
}
