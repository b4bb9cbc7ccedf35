import NetInfoDirectory

/// Reads a binary database folder `NAME.nidb` in any of its three layouts (`nidb-format.md`).
///
/// The folder is never written to. Journals found in it are applied in memory.
package struct NidbReader {
    private let path: String
    private let salvage: Bool
    private let progress: ((_ done: Int, _ total: Int) -> Void)?

    /// A reader of `folder`.
    ///
    /// With `salvage` damaged records are dropped with a remark and what hung below them goes under the root; without
    /// it any damage ends the reading. `progress` is called with bytes, now and then and at the end.
    package init(folder: String, salvage: Bool = false, progress: ((_ done: Int, _ total: Int) -> Void)? = nil) {
        path = folder
        self.salvage = salvage
        self.progress = progress
    }

    /// Reads the whole database; throws when the folder is none, cannot be read, or is damaged.
    package func read() throws(ImportError) -> ImportedDatabase {
        let folder = try DatabaseFolder(path: path)
        guard let layout = DatabaseLayout(of: folder) else {
            throw ImportError(
                place: path,
                problem: "is no NetInfo database: it has none of the files Config, Store.<size>, collection and "
                    + "Collection",
                remedy: "give the folder whose name ends in .nidb")
        }
        var log = ImportLog(folder: path, salvage: salvage)
        noteIgnored(in: folder, layout: layout, log: &log)
        let found = try read(folder, layout: layout, log: &log)
        let database = try finish(found, log: &log)
        ImportProgress(total: folder.totalSize, report: progress).finish()
        return database
    }

    private func noteIgnored(in folder: DatabaseFolder, layout: DatabaseLayout, log: inout ImportLog) {
        for name in folder.folders.sorted() { log.note(file: name, "ignored, it is a folder") }
        for name in ["collection", "Collection"] where folder.files[name] != nil {
            if case .collection(name, _) = layout { continue }
            log.note(file: name, "ignored, the database is in other files")
        }
    }

    private func read(
        _ folder: DatabaseFolder, layout: DatabaseLayout, log: inout ImportLog
    ) throws(ImportError) -> FoundRecords {
        let meter = ImportProgress(total: folder.totalSize, report: progress)
        switch layout {
        case .collection(let file, let blockSize):
            var reader = CollectionReader(folder: folder, file: file, blockSize: blockSize, log: log, progress: meter)
            defer { log = reader.log }
            return try reader.read()
        case .dsstore:
            var reader = DSStoreReader(folder: folder, log: log, progress: meter)
            defer { log = reader.log }
            return try reader.read()
        }
    }

    private func finish(_ found: FoundRecords, log: inout ImportLog) throws(ImportError) -> ImportedDatabase {
        var repair = LinkRepair(found)
        try repair.run(log: &log)
        var database = ImportedDatabase(format: found.format, records: repair.sortedRecords)
        database.leftoverIDs = repair.leftoverIDs
        database.replayed = found.replayed
        database.storage = found.storage
        compareChecksum(of: database, log: &log)
        database.remarks = log.remarks
        return database
    }

    /// The sum of generation 1 covers what the root reaches; it protects nothing, so a wrong one is no damage.
    private func compareChecksum(of database: ImportedDatabase, log: inout ImportLog) {
        guard database.storage.freeIDs != nil, let stored = database.storage.storedChecksum,
            stored.value != database.checksum
        else { return }
        log.note("the stored checksum is \(stored.value), but the directories add up to \(database.checksum)")
    }
}
