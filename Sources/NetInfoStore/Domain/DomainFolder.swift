package import Logging
package import NetInfoDirectory

/// The folder of one domain: its database, and its property lists.
package final class DomainFolder: DomainStorage {
    /// Where the folder is.
    package let path: String

    let database: DomainDatabase
    let logger: Logger

    /// Opens the folder at `path`.
    package init(path: String, logger: Logger) throws(StoreError) {
        self.path = path
        self.logger = logger
        try Store.makeFolder(path)
        database = try DomainDatabase(path: path + "/sqlindex")
    }

    /// The directories of the domain.
    package func load() throws(StoreError) -> DirectoryTree {
        if let tree = try database.load() { return tree }
        let tree = DirectoryTree()
        try database.replaceAll(with: tree)
        return tree
    }

    /// Starts to follow the domain's changes.
    package func start(_ domain: Domain) {}

    package func commit(_ rows: [RowChange]) throws(StoreError) {
        do throws(StoreError) {
            try database.commit(rows)
        } catch {
            database.settleAfterFailure()
            throw error
        }
    }

    package func didCommit(_ rows: [RowChange], of domain: Domain) {}

    package func didFail(_ error: StoreError, writes: Int) {
        logger.error("a write failed: \(error)", metadata: ["writes": "\(writes)"])
    }

    package func close(_ domain: Domain) {
        database.close()
    }
}
