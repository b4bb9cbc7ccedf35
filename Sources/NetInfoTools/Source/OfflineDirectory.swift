import Foundation
package import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore

/// A database folder read without a server (`--database`, `tools.md` 2.4): a node of a store, a plain dslocal node, or
/// a binary `.nidb`.
///
/// Nothing in the folder is written: of an index a copy is opened, because SQLite writes beside what it reads.
package final class OfflineDirectory: DirectorySource {
    private var tree: DirectoryTree

    /// What to tell the user about what was found, a line each.
    package let remarks: [String]

    /// Reads a folder; throws what is wrong with it, with exit status 1.
    package init(folder: [UInt8]) throws(ToolFailure) {
        let path = String(decoding: folder, as: UTF8.self)
        do {
            (tree, remarks) = try Self.load(path)
        } catch {
            throw ToolFailure("can't read database \(folder): \(String(describing: error))", exit: .usage)
        }
    }

    private static func load(_ path: String) throws -> (DirectoryTree, [String]) {
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: path))
        if names.contains("sqlindex"), let tree = try loadIndex(path) { return (tree, []) }
        if names.contains(where: { ["Config", "collection", "Collection"].contains($0) || $0.hasPrefix("Store.") }) {
            let found = try NidbReader(folder: path).read()
            let remarks = found.remarks.filter { $0.kind != .note }.map(\.description)
            return (try DirectoryTree(DirectorySnapshot(records: found.records)), remarks)
        }
        if names.contains("nodes") {
            throw StoreError("it is a store of several domains; give the folder of one, \(path)/nodes/TAG")
        }
        let found = try DslocalReader(folder: path).read()
        return (try DirectoryTree(DirectorySnapshot(records: found.records)), found.remarks)
    }

    private static func loadIndex(_ path: String) throws -> DirectoryTree? {
        let files = FileManager.default
        let copy = files.temporaryDirectory.appendingPathComponent("netinfo-\(UUID().uuidString)")
        try files.createDirectory(
            at: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: copy) }
        try copyIndex(of: path, to: copy)
        let database = try DomainDatabase(path: copy.appendingPathComponent("sqlindex").path)
        defer { database.close() }
        return try database.load()
    }

    /// Copies the index and its journal. A server that folds the journal in meanwhile changes the index: then again.
    private static func copyIndex(of path: String, to copy: URL) throws {
        let files = FileManager.default
        for _ in 0..<5 {
            let before = state(of: path + "/sqlindex")
            for name in ["sqlindex", "sqlindex-wal"] {
                let target = copy.appendingPathComponent(name).path
                try? files.removeItem(atPath: target)
                guard files.fileExists(atPath: path + "/" + name) else { continue }
                try files.copyItem(atPath: path + "/" + name, toPath: target)
            }
            if state(of: path + "/sqlindex") == before { return }
        }
        throw StoreError("it is being changed all the time; ask its server instead")
    }

    private static func state(of path: String) -> [Int] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        return [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec), Int(status.st_size)]
    }

    // MARK: Reading

    package func children(of directory: UInt32) throws(NetInfoClientError) -> [UInt32] {
        guard tree.exists(directory) else { throw NetInfoClientError(.noDirectory) }
        return tree.children(of: directory)
    }

    package func entry(of directory: UInt32) throws(NetInfoClientError) -> DirectoryEntry {
        guard let row = tree.existingRow(directory) else { throw NetInfoClientError(.noDirectory) }
        return DirectoryEntry(
            id: DirectoryID(object: directory, instance: row.instance),
            properties: (try? PropertyList(encoded: row.properties)) ?? [])
    }

    package func parent(of directory: UInt32) throws(NetInfoClientError) -> UInt32 {
        guard let parent = tree.parent(of: directory) else { throw NetInfoClientError(.noDirectory) }
        return parent
    }

    package func lookup(
        _ key: [UInt8], _ value: [UInt8], in directory: UInt32
    ) throws(NetInfoClientError) -> [UInt32] {
        let found: [UInt32]? = key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in try? tree.lookup(directory, key, value) }
        }
        guard let found else { throw NetInfoClientError(.noDirectory) }
        return found
    }

    package func entries(of directories: [UInt32]) throws(NetInfoClientError) -> [DirectoryEntry] {
        directories.compactMap { try? entry(of: $0) }
    }

    package func childLists(of directories: [UInt32]) throws(NetInfoClientError) -> [UInt32: [UInt32]] {
        var lists: [UInt32: [UInt32]] = [:]
        for id in directories where tree.exists(id) { lists[id] = tree.children(of: id) }
        return lists
    }
}
