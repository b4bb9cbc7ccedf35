import Logging
import NetInfoDirectory
import NetInfoProtocol

/// Brings some property lists in line with their directories, then notes in the database what was done.
///
/// What is under way is announced in the database first: should the process die in between, the next one knows which
/// files without a directory are its own leftovers.
struct PlistBatch {
    private let mirror: PlistMirror
    private let domain: Domain
    private var ledger: PlistLedger
    private var finished: Set<UInt32> = []
    /// Folders that exist for certain, by the bytes of their path.
    private var folders: Set<[UInt8]> = []

    /// Bytes of the longest path that is written; the system takes few more.
    private static let longestPath = 3800

    init(mirror: PlistMirror, domain: Domain) {
        self.mirror = mirror
        self.domain = domain
        ledger = PlistLedger(folder: mirror.folder, database: mirror.database, notes: mirror.unrecorded)
    }

    /// Brings the files of these directories up to date, and those of directories above that have none.
    ///
    /// When it fails, what was done up to there is recorded, or kept in the mirror until it can be.
    mutating func bringUpToDate(_ ids: [UInt32]) throws(StoreError) {
        try ledger.prepare(ids)
        var rows = current(ids)
        for row in Array(rows.values) {
            for ancestor in try ancestorsWithoutFile(of: row) { rows[ancestor.id] = ancestor }
        }
        try mirror.database.announcePlists(Set(ids).union(rows.keys))
        var failure: StoreError?
        do throws(StoreError) {
            try removeFiles(ids, &rows)
            failure = try putAll(rows)
        } catch {
            failure = error
        }
        try mirror.record(&ledger)
        if let failure { throw failure }
    }

    private func current(_ ids: [UInt32]) -> [UInt32: DirectoryRow] {
        let rows = try? domain.withTree { tree in Set(ids).compactMap { tree.existingRow($0) } }
        return Dictionary(uniqueKeysWithValues: (rows ?? []).map { ($0.id, $0) })
    }

    // MARK: Removing

    /// Removes the files of directories that are gone, or whose number now is another's elsewhere.
    private mutating func removeFiles(
        _ ids: [UInt32], _ rows: inout [UInt32: DirectoryRow]
    ) throws(StoreError) {
        for id in ids {
            guard let old = try ledger.row(id) else { continue }
            if rows[id].map({ $0.parent != old.parent }) ?? true { try removeFiles(from: old, &rows) }
        }
    }

    /// Removes a file and, before it, all that stand in its folder. Directories that exist get theirs back: they are
    /// children of another that got the number, and their files were in the wrong place.
    private mutating func removeFiles(
        from row: PlistRow, _ rows: inout [UInt32: DirectoryRow]
    ) throws(StoreError) {
        var doomed = [row]
        var next = 0
        while next < doomed.count {
            doomed += try ledger.rows(in: doomed[next].id)
            next += 1
        }
        let displaced = current(doomed.map(\.id)).filter { rows[$0.key] == nil }
        if !displaced.isEmpty {
            try mirror.database.announcePlists(displaced.keys)
            rows.merge(displaced) { known, _ in known }
        }
        for row in doomed.reversed() { try removeFile(of: row) }
    }

    private mutating func removeFile(of row: PlistRow) throws(StoreError) {
        if let path = try ledger.file(row.id, row.parent, row.base) { try mirror.files.remove(path) }
        if row.id != 0, let outer = try ledger.folder(of: row.parent) {
            mirror.files.removeFolderIfEmpty(outer + "/" + row.base)
            mirror.files.removeFolderIfEmpty(outer)
        }
        ledger.strike(row.id)
    }

    // MARK: Writing

    /// Writes all it can: one file that cannot be written must not stop the others. Returns the first failure.
    private mutating func putAll(_ rows: [UInt32: DirectoryRow]) throws(StoreError) -> StoreError? {
        var failure: StoreError?
        for row in rows.values.sorted(by: { $0.id < $1.id }) {
            do throws(StoreError) {
                try put(row)
            } catch {
                guard error.status != .noSpace else { throw error }
                failure = failure ?? error
            }
        }
        return failure
    }

    /// Brings a directory's file up to date, after those of ancestors that have none: folders come first.
    private mutating func put(_ row: DirectoryRow) throws(StoreError) {
        guard !finished.contains(row.id) else { return }
        for ancestor in try ancestorsWithoutFile(of: row) where !finished.contains(ancestor.id) {
            try putOne(ancestor)
        }
        try putOne(row)
    }

    private mutating func ancestorsWithoutFile(of row: DirectoryRow) throws(StoreError) -> [DirectoryRow] {
        var missing: [DirectoryRow] = []
        var next = row
        while next.id != 0, try ledger.row(next.parent) == nil, let parent = current([next.parent])[next.parent] {
            missing.append(parent)
            next = parent
        }
        return missing.reversed()
    }

    private mutating func putOne(_ row: DirectoryRow) throws(StoreError) {
        finished.insert(row.id)
        let old = try ledger.row(row.id)
        let base = try chooseBase(row, old)
        if let old, !old.base.utf8.elementsEqual(base.utf8) { try move(old, to: base) }
        guard let path = try ledger.file(row.id, row.parent, base), path.utf8.count < Self.longestPath else {
            mirror.logger.warning(
                "a directory is too deep for a property list; the index alone keeps it",
                metadata: ["id": "\(row.id)"])
            return
        }
        try makeFolder(row, base)
        do throws(StoreError) {
            ledger.enter(
                PlistRow(
                    id: row.id, parent: row.parent, base: base, version: row.version, rank: row.rank,
                    state: try write(row, to: path)))
        } catch {
            // A folder of its own would pass for a directory.
            if row.parent == 0 { removeFolderIfEmpty(RecordFileName.folder(of: path)) }
            throw error
        }
    }

    private mutating func removeFolderIfEmpty(_ path: String) {
        mirror.files.removeFolderIfEmpty(path)
        folders.remove(Array(path.utf8))
    }

    private mutating func chooseBase(_ row: DirectoryRow, _ old: PlistRow?) throws(StoreError) -> String {
        if row.id == 0 { return RecordFileName.directory }
        let properties = (try? PropertyList(encoded: row.properties)) ?? []
        let base = RecordFileName.base(for: properties, id: row.id, isTop: row.parent == 0)
        return try isFree(base, row, old) ? base : RecordFileName.disambiguated(base, id: row.id)
    }

    /// Whether no other directory and nothing made by hand stands where a directory's file is to go.
    private mutating func isFree(_ base: String, _ row: DirectoryRow, _ old: PlistRow?) throws(StoreError) -> Bool {
        if let owner = try ledger.owner(of: base, in: row.parent) { return owner == row.id }
        guard let outer = try ledger.folder(of: row.parent), let path = try ledger.file(row.id, row.parent, base) else {
            return true
        }
        if mirror.files.state(of: path) != nil, owner(of: path) != row.id { return false }
        guard old != nil else { return true }
        mirror.files.removeFolderIfEmpty(outer + "/" + base)
        return mirror.files.state(of: outer + "/" + base) == nil
    }

    /// Which directory a file says it holds.
    private func owner(of path: String) -> UInt32? {
        let bytes = try? mirror.files.read(path, maximum: PlistRecordReader.maximumSize)
        return bytes.flatMap { try? PlistRecordReader.decode($0) }?.bookkeeping?.id
    }

    private mutating func move(_ old: PlistRow, to base: String) throws(StoreError) {
        guard let outer = try ledger.folder(of: old.parent), let path = try ledger.file(old.id, old.parent, old.base)
        else { return }
        if old.parent != 0 { try mirror.files.remove(path) }
        try mirror.files.rename(outer + "/" + old.base, to: outer + "/" + base)
        folders = []
        var moved = old
        moved.base = base
        ledger.enter(moved)
    }

    private mutating func makeFolder(_ row: DirectoryRow, _ base: String) throws(StoreError) {
        guard row.id != 0, let outer = try ledger.folder(of: row.parent) else { return }
        try makeFolder(row.parent == 0 ? outer + "/" + base : outer)
    }

    /// Makes a folder and those it is in: all may have been removed by hand.
    private mutating func makeFolder(_ path: String) throws(StoreError) {
        var missing: [String] = []
        var next = path
        while next.utf8.count > mirror.folder.utf8.count, !folders.contains(Array(next.utf8)) {
            missing.append(next)
            next = RecordFileName.folder(of: next)
        }
        for folder in missing.reversed() {
            try mirror.files.makeFolder(folder)
            folders.insert(Array(folder.utf8))
        }
    }

    /// Writes the file unless it holds these very bytes already, as after the index was rebuilt.
    private func write(_ row: DirectoryRow, to path: String) throws(StoreError) -> FileState {
        let properties = (try? PropertyList(encoded: row.properties)) ?? []
        let bookkeeping = PlistRecord.Bookkeeping(id: row.id, instance: row.instance, rank: row.rank)
        let bytes = PlistRecordWriter.encode(PlistRecord(bookkeeping: bookkeeping, properties: properties))
        if let state = mirror.files.state(of: path), state.size == bytes.count,
            let found = try? mirror.files.read(path, maximum: bytes.count), found == bytes
        {
            return state
        }
        return try mirror.files.replace(path, with: bytes, temporary: mirror.folder + "/.netinfo.temp")
    }
}
