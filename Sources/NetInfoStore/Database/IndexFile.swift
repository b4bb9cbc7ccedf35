import Foundation
import GRDB
import NetInfoDirectory

/// An index that is looked into, and never written to, whatever state it is in.
struct IndexFile {
    /// Everything in an index.
    struct Content {
        var rows: [UInt32: DirectoryRow] = [:]
        var plists: [UInt32: PlistRow] = [:]
        /// What is wrong with the file or with single rows.
        var faults: [IndexFault] = []
    }

    private let queue: DatabaseQueue

    /// Opens the index at `path` beside the server that keeps it.
    init(servedAt path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        queue = try Self.open(path, configuration)
    }

    /// Opens a copy of an index, which may be changed by taking in the journal that was copied with it.
    init(copyAt path: String) throws(StoreError) {
        queue = try Self.open(path, Configuration())
    }

    private static func open(_ path: String, _ configuration: Configuration) throws(StoreError) -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, "open", at: path)
        }
    }

    /// Reads everything at one moment. What cannot be read becomes a fault.
    func read() -> Content {
        var content = Content()
        do {
            try queue.read { database in try Self.read(database, &content) }
        } catch {
            content.faults.append(IndexFault(Self.reason(error)))
        }
        return content
    }

    func close() { try? queue.close() }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "it cannot be read: \(error)" }
        return "it cannot be read: \(error.message ?? "\(error.resultCode)")"
    }

    private static func read(_ database: Database, _ content: inout Content) throws {
        let format = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard format == DomainDatabase.format else {
            let text = format == 0 ? "it has no tables" : "a newer netinfod wrote it (format \(format))"
            content.faults.append(IndexFault(text, isNewer: format > DomainDatabase.format))
            return
        }
        for line in try String.fetchAll(database, sql: "PRAGMA integrity_check(20)") where line != "ok" {
            content.faults.append(IndexFault("SQLite finds: \(line)"))
        }
        try readRows(database, &content)
        try readPlists(database, &content)
    }

    private static func readRows(_ database: Database, _ content: inout Content) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, parent, rank, instance, version, properties FROM directory")
        while let row = try rows.next() {
            let values = IndexValues(row)
            guard let id = values.id(0), let parent = values.id(1), let rank = values.number(2),
                let instance = values.id(3), let version = values.id(4), let properties = values.bytes(5)
            else {
                content.faults.append(IndexFault("a row holds what no directory can have", id: values.id(0)))
                continue
            }
            content.rows[id] = DirectoryRow(
                id: id, parent: parent, rank: rank, instance: instance, version: version, properties: properties)
        }
    }

    private static func readPlists(_ database: Database, _ content: inout Content) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT \(PlistRow.columns) FROM plist")
        while let row = try rows.next() {
            let values = IndexValues(row)
            guard let id = values.id(0), let parent = values.id(1), let base = values.text(2),
                let version = values.id(3), let rank = values.number(4), let size = values.number(5),
                let modified = values.number(6), let inode = values.number(7), PlistPlaces.isSafe(base)
            else {
                content.faults.append(IndexFault("a row holds what no property list can have", id: values.id(0)))
                continue
            }
            content.plists[id] = PlistRow(
                id: id, parent: parent, base: base, version: version, rank: rank,
                state: FileState(size: size, modified: modified, inode: inode))
        }
    }
}

/// Something that is wrong with an index.
struct IndexFault: Hashable, Sendable {
    let text: String
    /// The directory it is about, when it is about one.
    let id: UInt32?
    /// Whether the index is of a later version, and therefore not to be touched.
    let isNewer: Bool

    init(_ text: String, id: UInt32? = nil, isNewer: Bool = false) {
        self.text = text
        self.id = id
        self.isNewer = isNewer
    }
}

/// The columns of a row that may hold anything.
private struct IndexValues {
    private let row: Row

    init(_ row: Row) { self.row = row }

    func number(_ column: Int) -> Int64? {
        guard case .int64(let value) = (row[column] as DatabaseValue).storage else { return nil }
        return value
    }

    func id(_ column: Int) -> UInt32? { number(column).flatMap { UInt32(exactly: $0) } }

    func text(_ column: Int) -> String? {
        guard case .string(let value) = (row[column] as DatabaseValue).storage else { return nil }
        return value
    }

    func bytes(_ column: Int) -> [UInt8]? {
        guard case .blob(let value) = (row[column] as DatabaseValue).storage else { return nil }
        return [UInt8](value)
    }
}
