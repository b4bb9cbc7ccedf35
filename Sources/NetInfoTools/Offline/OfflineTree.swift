import Foundation
import NetInfoDirectory
import NetInfoStore

/// The directories of a database folder, whatever form it has: a node of a store, a plain dslocal node, or a binary
/// `.nidb`.
///
/// Nothing in the folder is written: of an index a copy is opened, because SQLite writes beside what it reads.
struct OfflineTree {
    let tree: DirectoryTree

    /// What to tell the user about what was found, a line each.
    let remarks: [String]

    /// Reads a folder.
    init(_ folder: OfflineFolder) throws(OfflineFailure) {
        if folder.isMissing { throw .broken("there is no such folder") }
        do {
            (tree, remarks) = try Self.load(folder)
        } catch let failure as OfflineFailure {
            throw failure
        } catch { throw .broken(String(describing: error)) }
    }

    private static func load(_ folder: OfflineFolder) throws -> (DirectoryTree, [String]) {
        if folder.hasIndex, let tree = try loadIndex(folder.path) { return (tree, []) }
        if folder.isBinary {
            let found = try NidbReader(folder: folder.path).read()
            let remarks = found.remarks.filter { $0.kind != .note }.map(\.description)
            return (try DirectoryTree(DirectorySnapshot(records: found.records)), remarks)
        }
        if folder.isStore { throw OfflineFailure.store }
        let found = try DslocalReader(folder: folder.path).read()
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
}
