import GRDB

/// What the database knows of one property list on disk.
struct PlistRow: Hashable, Sendable {
    var id: UInt32
    /// The directory in whose folder the file stands.
    var parent: UInt32
    /// The file's name without `.plist`, and the name of the folder of the directory's children.
    var base: String
    /// The directory's change counter, and its rank, when the file was written.
    var version: UInt32
    var rank: Int64
    var state: FileState
}

extension PlistRow {
    static let columns = "id, parent, base, version, rank, size, modified, inode"

    init(_ row: Row) {
        self.init(
            id: UInt32(truncatingIfNeeded: row[0] as Int64), parent: UInt32(truncatingIfNeeded: row[1] as Int64),
            base: row[2], version: UInt32(truncatingIfNeeded: row[3] as Int64), rank: row[4],
            state: FileState(size: row[5], modified: row[6], inode: row[7]))
    }
}

/// The property lists of a domain in its database.
extension DomainDatabase {
    func plist(_ id: UInt32) throws(StoreError) -> PlistRow? {
        try read("read") { database in
            let statement = try database.cachedStatement(
                sql: "SELECT \(PlistRow.columns) FROM plist WHERE id = ?")
            return try Row.fetchOne(statement, arguments: [Int64(id)]).map(PlistRow.init)
        }
    }

    /// The rows of these directories that have one.
    func plists(of ids: some Collection<UInt32>) throws(StoreError) -> [PlistRow] {
        try read("read") { database in
            let list = ids.map(String.init).joined(separator: ",")
            return try Row.fetchAll(database, sql: "SELECT \(PlistRow.columns) FROM plist WHERE id IN (\(list))")
                .map(PlistRow.init)
        }
    }

    /// The rows of the files in a directory's folder.
    func plists(in parent: UInt32) throws(StoreError) -> [PlistRow] {
        try read("read") { database in
            let statement = try database.cachedStatement(
                sql: "SELECT \(PlistRow.columns) FROM plist WHERE parent = ? AND id <> 0")
            return try Row.fetchAll(statement, arguments: [Int64(parent)]).map(PlistRow.init)
        }
    }

    /// Which directory's file has this name in this folder.
    func plistOwner(of base: String, in parent: UInt32) throws(StoreError) -> UInt32? {
        try read("read") { database in
            let statement = try database.cachedStatement(sql: "SELECT id FROM plist WHERE parent = ? AND base = ?")
            let id = try Int64.fetchOne(statement, arguments: [Int64(parent), base])
            return id.map { UInt32(truncatingIfNeeded: $0) }
        }
    }

    /// Every row, a thousand at a time, in the order of their ids.
    func plists(after id: Int64) throws(StoreError) -> [PlistRow] {
        try read("read") { database in
            try Row.fetchAll(
                database, sql: "SELECT \(PlistRow.columns) FROM plist WHERE id > ? ORDER BY id LIMIT 1000",
                arguments: [id]
            ).map(PlistRow.init)
        }
    }

    /// The directories whose file is missing, out of date, or left over.
    func outdatedPlists() throws(StoreError) -> [UInt32] {
        try read("read") { database in
            let ids = try Int64.fetchAll(
                database,
                sql: """
                    SELECT directory.id FROM directory LEFT JOIN plist USING (id)
                    WHERE plist.version IS NOT directory.version OR plist.rank IS NOT directory.rank
                        OR plist.parent IS NOT directory.parent
                    UNION SELECT plist.id FROM plist LEFT JOIN directory USING (id) WHERE directory.id IS NULL
                    """)
            return ids.map { UInt32(truncatingIfNeeded: $0) }
        }
    }

    /// Records which files were written and which removed. Nothing is under way any more.
    func notePlists(_ written: [PlistRow], removed: [UInt32]) throws(StoreError) {
        try write("write to") { database in
            let delete = try database.cachedStatement(sql: "DELETE FROM plist WHERE id = ?")
            for id in removed { try delete.execute(arguments: [Int64(id)]) }
            try Self.put(written, database)
            try database.execute(sql: "DELETE FROM pending WHERE id >= 0")
        }
    }

    static func put(_ rows: [PlistRow], _ database: Database) throws {
        let put = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO plist (\(PlistRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for row in rows {
            try put.execute(arguments: [
                Int64(row.id), Int64(row.parent), row.base, Int64(row.version), row.rank, row.state.size,
                row.state.modified, row.state.inode,
            ])
        }
    }
}

/// What was under way when a process ended without a word.
extension DomainDatabase {
    /// Stands in `pending` while a server has the domain.
    private static let inService: Int64 = -1

    /// Says that property lists of these directories may come and go before `notePlists` tells which did.
    func announcePlists(_ ids: some Collection<UInt32>) throws(StoreError) {
        try write("write to") { database in
            let put = try database.cachedStatement(sql: "INSERT OR IGNORE INTO pending (id) VALUES (?)")
            for id in ids { try put.execute(arguments: [Int64(id)]) }
        }
    }

    /// The directories of which a property list may stand where `plist` does not say so.
    func pendingPlists() throws(StoreError) -> Set<UInt32> {
        try read("read") { database in
            let ids = try Int64.fetchAll(database, sql: "SELECT id FROM pending WHERE id >= 0")
            return Set(ids.map { UInt32(truncatingIfNeeded: $0) })
        }
    }

    /// Notes that the domain is in service, and tells whether it was left so: whether the last server crashed.
    func beginService() throws(StoreError) -> Bool {
        try write("write to") { database in
            try database.execute(sql: "INSERT OR IGNORE INTO pending (id) VALUES (?)", arguments: [Self.inService])
            return database.changesCount == 0
        }
    }

    /// Notes that everything was brought to a good end.
    func endService() throws(StoreError) {
        try write("write to") { database in
            try database.execute(sql: "DELETE FROM pending WHERE id = ?", arguments: [Self.inService])
        }
    }
}
