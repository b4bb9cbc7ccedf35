import Logging
import NetInfoDirectory

/// Writes a complete domain folder, index and property lists, at a place where nobody looks for one yet.
struct DomainBuilder {
    /// Directories whose property lists are written at a time.
    private static let batchSize = 500

    let folder: String
    let tag: String
    var files: any StoreFiles = SystemFiles()

    /// Writes everything and makes it durable. `progress` is called with directories written.
    ///
    /// Returns how many directories are so deep that no path reaches their property list; the index alone has those.
    func build(_ tree: DirectoryTree, progress: (_ done: Int, _ total: Int) -> Void) throws(StoreError) -> Int {
        try Store.removeFolder(folder)
        try Store.makeFolder(folder)
        let database = try DomainDatabase(path: folder + "/sqlindex")
        defer { database.close() }
        try database.replaceAll(with: tree)
        try writePlists(tree, database, progress)
        files.synchronize(folder)
        return try database.outdatedPlists().count
    }

    private func writePlists(
        _ tree: DirectoryTree, _ database: DomainDatabase, _ progress: (Int, Int) -> Void
    ) throws(StoreError) {
        let writer = PlistRewriter(folder: folder, tag: tag, tree: tree, database: database, files: files)
        let ids = tree.rows.map(\.id)
        for start in stride(from: 0, to: ids.count, by: Self.batchSize) {
            progress(start, ids.count)
            try writer.write(Array(ids[start..<min(start + Self.batchSize, ids.count)]))
        }
        progress(ids.count, ids.count)
    }
}
