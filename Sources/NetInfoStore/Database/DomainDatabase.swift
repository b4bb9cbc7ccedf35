import Foundation
import GRDB
package import NetInfoDirectory
import Synchronization

/// The `sqlindex` of one domain: every directory as a row, and what is known of its property list on disk.
///
/// WAL with full synchronisation: when `commit` returns, the changes survive a power cut.
package final class DomainDatabase: Sendable {
    private let queue: DatabaseQueue
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        /// Whether commits are not made durable at present.
        var isRelaxed = false
    }

    /// Where the database is.
    package let path: String

    /// The layout this code writes.
    static let format = 1

    /// Opens the database at `path`, making an empty one where none is.
    package init(path: String) throws(StoreError) {
        self.path = path
        var configuration = Configuration()
        configuration.label = "netinfo"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { try Self.prepare($0) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(error, "open", at: path)
        }
        chmod(path, 0o600)
    }

    private static func prepare(_ database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= format else {
            throw StoreError("the store was written by a newer netinfod (format \(found)); use that version")
        }
        if found == 0 { try database.execute(sql: schema) }
        try database.execute(sql: "CREATE TABLE IF NOT EXISTS pending (id INTEGER PRIMARY KEY)")
    }

    private static let schema = """
        CREATE TABLE directory (
            id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, rank INTEGER NOT NULL, instance INTEGER NOT NULL,
            version INTEGER NOT NULL, properties BLOB NOT NULL);
        CREATE TABLE plist (
            id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, base TEXT NOT NULL, version INTEGER NOT NULL,
            rank INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, inode INTEGER NOT NULL);
        CREATE INDEX plist_place ON plist (parent, base);
        PRAGMA user_version = 1;
        """

    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try access(what) { _ in try queue.read(body) }
    }

    func write<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try access(what) { state in
            if state.isRelaxed {
                try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                state.isRelaxed = false
            }
            return try queue.write(body)
        }
    }

    /// One at a time, as the queue has it, and none after `close`, which GRDB does not survive.
    private func access<Value>(
        _ what: String, _ body: (inout State) throws -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = state.withLock { state in
            guard !state.isClosed else { return .failure(StoreError("cannot \(what) \(path): it was closed")) }
            do {
                return .success(try body(&state))
            } catch {
                return .failure(StoreError(error, what, at: path))
            }
        }
        return try result.get()
    }

    /// Closes the database, folding its journal in. Whoever uses it later gets an error.
    package func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            try? queue.close()
        }
    }

    // MARK: Directories

    /// Every directory, or nil when the database holds none yet.
    package func load() throws(StoreError) -> DirectoryTree? {
        let loader: TreeLoader? = try read("read") { database in
            var loader = TreeLoader()
            var isEmpty = true
            let rows = try Row.fetchCursor(
                database, sql: "SELECT id, parent, rank, instance, version, properties FROM directory")
            while let row = try rows.next() {
                isEmpty = false
                try loader.add(Self.directoryRow(row))
            }
            return isEmpty ? nil : loader
        }
        guard var loader else { return nil }
        do throws(DirectoryTree.Inconsistency) {
            return try loader.finish()
        } catch {
            throw StoreError("\(path) is damaged: \(error); run 'netinfo check --repair' on the store")
        }
    }

    private static func directoryRow(_ row: Row) throws -> DirectoryRow {
        let properties = try row.withUnsafeData(atIndex: 5) { data in [UInt8](data ?? Data([0, 0, 0, 0])) }
        return DirectoryRow(
            id: UInt32(truncatingIfNeeded: row[0] as Int64), parent: UInt32(truncatingIfNeeded: row[1] as Int64),
            rank: row[2], instance: UInt32(truncatingIfNeeded: row[3] as Int64),
            version: UInt32(truncatingIfNeeded: row[4] as Int64), properties: properties)
    }

    /// Makes all changes durable, or none of them.
    package func commit(_ changes: [RowChange]) throws(StoreError) {
        try write("write to") { database in
            let statements = try ChangeStatements(database)
            for change in changes { try statements.apply(change) }
        }
    }

    /// Replaces everything by the directories of `tree`.
    package func replaceAll(with tree: DirectoryTree) throws(StoreError) { try replaceAll(with: tree, plists: []) }

    /// Replaces everything by the directories of `tree`, whose property lists stand where `plists` say.
    func replaceAll(with tree: DirectoryTree, plists: [PlistRow]) throws(StoreError) {
        try write("write to") { database in
            try database.execute(sql: "DELETE FROM directory; DELETE FROM plist; DELETE FROM pending")
            let statements = try ChangeStatements(database)
            for row in tree.rows { try statements.apply(.put(row)) }
            try Self.put(plists, database)
        }
    }

    /// Writes over whatever a failed commit may have left at the end of the journal, so that no crash brings it back.
    ///
    /// A disk that fails to make things durable fails here too, before anything is written over. So that comes first
    /// without being made durable.
    package func settleAfterFailure() {
        let settling = "BEGIN IMMEDIATE; PRAGMA user_version = \(Self.format); COMMIT"
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isRelaxed = true
            for level in ["OFF", "FULL"] {
                try? queue.inDatabase { database in
                    try database.execute(sql: "PRAGMA synchronous = \(level)")
                    state.isRelaxed = level == "OFF"
                    defer { if database.isInsideTransaction { try? database.rollback() } }
                    try database.execute(sql: settling)
                }
            }
        }
    }
}

/// The prepared statements of a commit.
private struct ChangeStatements {
    private let put: Statement
    private let touch: Statement
    private let rank: Statement
    private let remove: Statement

    init(_ database: Database) throws {
        put = try database.cachedStatement(
            sql: """
                INSERT INTO directory (id, parent, rank, instance, version, properties) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, rank = excluded.rank,
                instance = excluded.instance, version = excluded.version, properties = excluded.properties
                """)
        touch = try database.cachedStatement(sql: "UPDATE directory SET instance = ?, version = ? WHERE id = ?")
        rank = try database.cachedStatement(sql: "UPDATE directory SET rank = ? WHERE id = ?")
        remove = try database.cachedStatement(sql: "DELETE FROM directory WHERE id = ?")
    }

    func apply(_ change: RowChange) throws {
        switch change {
        case .put(let row):
            try put.execute(arguments: [
                Int64(row.id), Int64(row.parent), row.rank, Int64(row.instance), Int64(row.version),
                Data(row.properties),
            ])
        case .touch(let id, let instance, let version):
            try touch.execute(arguments: [Int64(instance), Int64(version), Int64(id)])
        case .rank(let id, let rank): try self.rank.execute(arguments: [rank, Int64(id)])
        case .remove(let id): try remove.execute(arguments: [Int64(id)])
        }
    }
}
