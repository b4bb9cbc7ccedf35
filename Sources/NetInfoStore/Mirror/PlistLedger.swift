/// Which property list stands where: what the database says, and what was done since.
struct PlistLedger {
    /// What was done to the files and is not in the database yet.
    struct Notes {
        var written: [UInt32: PlistRow] = [:]
        var removed: Set<UInt32> = []

        var isEmpty: Bool { written.isEmpty && removed.isEmpty }
    }

    /// A file name in the folder of a directory. Names are bytes: to a `String`, two spellings of é are the same.
    private struct Place: Hashable {
        let parent: UInt32
        let base: [UInt8]

        init(_ parent: UInt32, _ base: String) {
            self.parent = parent
            self.base = Array(base.utf8)
        }
    }

    private(set) var notes: Notes
    private let folder: String
    private let database: DomainDatabase
    private var owners: [Place: UInt32] = [:]
    private var cache: [UInt32: PlistRow?] = [:]

    /// - Parameters:
    ///   - folder: the domain's folder.
    ///   - notes: what an earlier ledger did and could not record.
    init(folder: String, database: DomainDatabase, notes: Notes = Notes()) {
        self.folder = folder
        self.database = database
        self.notes = notes
        for row in notes.written.values { owners[Place(row.parent, row.base)] = row.id }
    }

    /// Fetches what will be asked for, all at once.
    mutating func prepare(_ ids: [UInt32]) throws(StoreError) {
        for id in ids { cache.updateValue(nil, forKey: id) }
        for row in try database.plists(of: ids) { cache[row.id] = row }
    }

    /// Where a directory's file stands; nil when it has none.
    mutating func row(_ id: UInt32) throws(StoreError) -> PlistRow? {
        if let row = notes.written[id] { return row }
        if notes.removed.contains(id) { return nil }
        if let known = cache[id] { return known }
        let row = try database.plist(id)
        cache.updateValue(row, forKey: id)
        return row
    }

    /// The files in a directory's folder.
    mutating func rows(in parent: UInt32) throws(StoreError) -> [PlistRow] {
        let old = try database.plists(in: parent).filter {
            notes.written[$0.id] == nil && !notes.removed.contains($0.id)
        }
        return old + notes.written.values.filter { $0.parent == parent && $0.id != 0 }
    }

    /// Whose file has this name in a directory's folder.
    mutating func owner(of base: String, in parent: UInt32) throws(StoreError) -> UInt32? {
        let place = Place(parent, base)
        var owner = owners[place]
        if owner == nil { owner = try database.plistOwner(of: base, in: parent) }
        guard let id = owner else { return nil }
        return try row(id).map { Place($0.parent, $0.base) } == place ? id : nil
    }

    /// The folder that holds the children of a directory; nil when the directory has no file yet.
    mutating func folder(of id: UInt32) throws(StoreError) -> String? {
        var names: [String] = []
        var next = id
        while next != 0 {
            guard let row = try row(next), names.count < 4096 else { return nil }
            names.append(row.base)
            next = row.parent
        }
        return ([folder] + names.reversed()).joined(separator: "/")
    }

    /// The file of a directory: `_directory.plist` in its own folder for the root and its children, otherwise
    /// `<base>.plist` in its parent's folder (`docs/store-format.md`).
    mutating func file(_ id: UInt32, _ parent: UInt32, _ base: String) throws(StoreError) -> String? {
        guard let outer = try folder(of: parent) else { return nil }
        if id == 0 { return outer + "/" + RecordFileName.directory + RecordFileName.suffix }
        if parent == 0 { return outer + "/" + base + "/" + RecordFileName.directory + RecordFileName.suffix }
        return outer + "/" + base + RecordFileName.suffix
    }

    /// Takes down that a file stands at a place.
    mutating func enter(_ row: PlistRow) {
        notes.written[row.id] = row
        notes.removed.remove(row.id)
        owners[Place(row.parent, row.base)] = row.id
    }

    /// Takes down that a directory has no file.
    mutating func strike(_ id: UInt32) {
        notes.written[id] = nil
        notes.removed.insert(id)
    }

    /// Writes everything into the database.
    mutating func record() throws(StoreError) {
        try database.notePlists(Array(notes.written.values), removed: Array(notes.removed))
        for row in notes.written.values { cache[row.id] = row }
        for id in notes.removed { cache.updateValue(nil, forKey: id) }
        notes = Notes()
    }
}
