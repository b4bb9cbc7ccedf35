import Logging
import NetInfoDirectory
import NetInfoProtocol

/// Brings some property lists in line with their directories, then notes in the database what was done.
struct PlistBatch {
    private let mirror: PlistMirror
    private let domain: Domain
    private var written: [UInt32: PlistRow] = [:]
    private var owners: [Place: UInt32] = [:]
    private var removed: Set<UInt32> = []
    private var doomedFolders: Set<String> = []
    private var finished: Set<UInt32> = []

    /// A file name in the folder of a directory.
    private struct Place: Hashable {
        let parent: UInt32
        let base: String
    }

    /// Bytes of the longest path that is written; the system takes few more.
    private static let longestPath = 3800

    init(mirror: PlistMirror, domain: Domain) {
        self.mirror = mirror
        self.domain = domain
    }

    mutating func bringUpToDate(_ ids: [UInt32]) throws(StoreError) {
        let rows = current(ids)
        for id in ids {
            guard let old = try known(id) else { continue }
            if rows[id].map({ $0.parent != old.parent }) ?? true { try removeFile(of: old) }
        }
        for id in ids.sorted() {
            if let row = rows[id] { try put(row) }
        }
        for folder in doomedFolders.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            mirror.files.removeFolderIfEmpty(folder)
        }
        let stillRemoved = removed.filter { written[$0] == nil }
        try mirror.database.notePlists(Array(written.values), removed: Array(stillRemoved))
    }

    private func current(_ ids: [UInt32]) -> [UInt32: DirectoryRow] {
        let rows = try? domain.withTree { tree in ids.compactMap { tree.existingRow($0) } }
        return Dictionary(uniqueKeysWithValues: (rows ?? []).map { ($0.id, $0) })
    }

    // MARK: What stands on disk

    private func known(_ id: UInt32) throws(StoreError) -> PlistRow? {
        if let row = written[id] { return row }
        return removed.contains(id) ? nil : try mirror.database.plist(id)
    }

    private func owner(of place: Place) throws(StoreError) -> UInt32? {
        if let owner = owners[place] { return owner }
        guard let owner = try mirror.database.plistOwner(of: place.base, in: place.parent) else { return nil }
        return try known(owner).map { Place(parent: $0.parent, base: $0.base) } == place ? owner : nil
    }

    /// The folder that holds the children of a directory; nil when the directory has no file yet.
    private func folder(of id: UInt32) throws(StoreError) -> String? {
        var names: [String] = []
        var next = id
        while next != 0 {
            guard let row = try known(next), names.count < 4096 else { return nil }
            names.append(row.base)
            next = row.parent
        }
        return ([mirror.folder] + names.reversed()).joined(separator: "/")
    }

    /// The file of a directory: `_directory.plist` in its own folder for the root and its children, otherwise
    /// `<base>.plist` in its parent's folder (`docs/store-format.md`).
    private func file(_ id: UInt32, _ parent: UInt32, _ base: String) throws(StoreError) -> String? {
        guard let outer = try folder(of: parent) else { return nil }
        if id == 0 { return outer + "/" + RecordFileName.directory + RecordFileName.suffix }
        if parent == 0 { return outer + "/" + base + "/" + RecordFileName.directory + RecordFileName.suffix }
        return outer + "/" + base + RecordFileName.suffix
    }

    // MARK: Removing

    private mutating func removeFile(of row: PlistRow) throws(StoreError) {
        if let path = try file(row.id, row.parent, row.base) { try mirror.files.remove(path) }
        if row.id != 0, let outer = try folder(of: row.parent) { doomedFolders.insert(outer + "/" + row.base) }
        written[row.id] = nil
        removed.insert(row.id)
    }

    // MARK: Writing

    /// Brings a directory's file up to date, after those of ancestors that have none: folders come first.
    private mutating func put(_ row: DirectoryRow) throws(StoreError) {
        guard !finished.contains(row.id) else { return }
        for ancestor in try ancestorsWithoutFile(of: row) { try putOne(ancestor) }
        try putOne(row)
    }

    private func ancestorsWithoutFile(of row: DirectoryRow) throws(StoreError) -> [DirectoryRow] {
        var missing: [DirectoryRow] = []
        var next = row
        while next.id != 0, try known(next.parent) == nil, let parent = current([next.parent])[next.parent] {
            missing.append(parent)
            next = parent
        }
        return missing.reversed()
    }

    private mutating func putOne(_ row: DirectoryRow) throws(StoreError) {
        let old = try known(row.id)
        let base = try chooseBase(row, old)
        if let old, old.base != base { try move(old, to: base) }
        guard let path = try file(row.id, row.parent, base), path.utf8.count < Self.longestPath else {
            mirror.logger.warning(
                "a directory is too deep for a property list; the index alone keeps it",
                metadata: ["id": "\(row.id)"])
            finished.insert(row.id)
            return
        }
        try makeFolder(row, base)
        written[row.id] = PlistRow(
            id: row.id, parent: row.parent, base: base, version: row.version, rank: row.rank,
            state: try write(row, to: path))
        owners[Place(parent: row.parent, base: base)] = row.id
        finished.insert(row.id)
    }

    private func chooseBase(_ row: DirectoryRow, _ old: PlistRow?) throws(StoreError) -> String {
        if row.id == 0 { return RecordFileName.directory }
        let properties = (try? PropertyList(encoded: row.properties)) ?? []
        let base = RecordFileName.base(for: properties, id: row.id)
        let other = RecordFileName.disambiguated(base, id: row.id)
        if let old, old.base == other { return try isFree(base, row) ? base : other }
        return try isFree(base, row) ? base : other
    }

    private func isFree(_ base: String, _ row: DirectoryRow) throws(StoreError) -> Bool {
        let owner = try owner(of: Place(parent: row.parent, base: base))
        return owner == nil || owner == row.id
    }

    private mutating func move(_ old: PlistRow, to base: String) throws(StoreError) {
        guard let outer = try folder(of: old.parent), let path = try file(old.id, old.parent, old.base) else { return }
        if old.parent != 0 { try mirror.files.remove(path) }
        try mirror.files.rename(outer + "/" + old.base, to: outer + "/" + base)
        var moved = old
        moved.base = base
        written[old.id] = moved
        owners[Place(parent: old.parent, base: old.base)] = nil
    }

    private func makeFolder(_ row: DirectoryRow, _ base: String) throws(StoreError) {
        guard row.id != 0 else { return }
        let outer = try folder(of: row.parent) ?? mirror.folder
        if row.parent == 0 {
            try mirror.files.makeFolder(outer + "/" + base)
        } else {
            try mirror.files.makeFolder(outer)
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
