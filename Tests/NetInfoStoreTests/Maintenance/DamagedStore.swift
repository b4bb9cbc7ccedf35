import Foundation
import GRDB
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore

/// A store with one small domain, `local`, that a test damages. It goes away with the value.
///
/// `/users` (1) has `wren` (3), with the child `info` (4), and `heron` (5); `/groups` (2) is empty.
final class DamagedStore {
    let path: String
    let records: [DirectoryRecord]

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("netinfo-\(UUID().uuidString)").path
        records = [
            Self.record(0, instance: 9, below: 0, [1, 2], [Property("master", "old/local")]),
            Self.record(1, instance: 4, below: 0, [5, 3], [Property("name", "users")]),
            Self.record(2, instance: 1, below: 0, [], [Property("name", "groups")]),
            Self.record(3, instance: 7, below: 1, [4], [Property("name", "wren"), Property("uid", "501")]),
            Self.record(4, instance: 0, below: 3, [], [Property("name", "info")]),
            Self.record(5, instance: 2, below: 1, [], [Property("name", "heron"), Property("uid", "502")]),
        ]
        let installer = DomainInstaller(store: path)
        let custody = try installer.custody()
        _ = try withExtendedLifetime(custody) { try installer.install(try tree(), as: "local") }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func record(
        _ id: UInt32, instance: UInt32, below parent: UInt32, _ children: [UInt32], _ properties: PropertyList
    ) -> DirectoryRecord {
        DirectoryRecord(id: id, instance: instance, parent: parent, children: children, properties: properties)
    }

    func tree() throws -> DirectoryTree { try DirectoryTree(DirectorySnapshot(records: records)) }

    /// The path of a file of the domain.
    func file(_ name: String) -> String { "\(path)/nodes/local/\(name)" }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    }

    func text(of name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    /// Changes the index behind everybody's back.
    func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: file("sqlindex"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// What a check finds, without what is normal.
    func problems() throws -> [StoreFinding] {
        try StoreCheck(store: path).run().domains[0].findings.filter(\.kind.isProblem)
    }

    func kinds() throws -> [StoreFinding.Kind] { try problems().map(\.kind) }

    /// Whether the index has exactly the directories that the store began with.
    func isAsBefore() throws -> Bool {
        let database = try DomainDatabase(path: file("sqlindex"))
        defer { database.close() }
        return try database.load()?.snapshot.records == records
    }

    /// Every file with its content and times, but for the lock.
    func fingerprint() throws -> [String: String] {
        var result: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) where name != "lock" {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            let content = FileManager.default.contents(atPath: "\(path)/\(name)")?.base64EncodedString() ?? ""
            result[name] = "\(attributes[.modificationDate] ?? 0) \(attributes[.systemFileNumber] ?? 0) \(content)"
        }
        return result
    }
}
