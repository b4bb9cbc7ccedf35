import Foundation
import Logging
import NetInfoDirectory
import NetInfoStore

/// A database folder on this machine, and what kind it is (`tools.md` 2.4).
struct RawDatabase {
    /// The folder, absolute and without links.
    let path: String
    private let names: Set<String>
    /// Whether there is no such folder yet.
    let isMissing: Bool

    /// Looks at a folder, which need not exist.
    init(_ argument: [UInt8]) {
        path =
            URL(fileURLWithPath: String(decoding: argument, as: UTF8.self)).standardizedFileURL
            .resolvingSymlinksInPath().path
        let listed = try? FileManager.default.contentsOfDirectory(atPath: path)
        names = Set(listed ?? [])
        isMissing = listed == nil && !FileManager.default.fileExists(atPath: path)
    }

    /// Whether nothing is in the folder.
    var isEmpty: Bool { names.subtracting(["lock"]).isEmpty }

    /// The store that the folder is a domain of, as `STORE/nodes/TAG`; nil for a folder on its own.
    private var store: String? {
        let url = URL(fileURLWithPath: path)
        let nodes = url.deletingLastPathComponent()
        guard nodes.lastPathComponent == "nodes" else { return nil }
        let store = nodes.deletingLastPathComponent().path
        return FileManager.default.fileExists(atPath: store + "/lock") ? store : nil
    }

    /// Whether the folder is in the form that this project writes.
    var isOwn: Bool {
        if names.contains("sqlindex") {
            return ["sqlindex", "sqlindex-wal"].contains { holdsSchema(path + "/" + $0) }
        }
        // Without its index a domain of a store is rebuilt from its property lists.
        return store != nil && !isMissing
    }

    /// A Mac's index has the same name but other tables; writing to it would be fatal.
    private func holdsSchema(_ file: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: file) else { return false }
        defer { try? handle.close() }
        let start = (try? handle.read(upToCount: 65_536)) ?? Data()
        return start.range(of: Data("CREATE TABLE directory (".utf8)) != nil
    }

    /// Takes the lock of the store, or of the folder when it is on its own.
    func lock() throws(StoreError) -> StoreLock { try StoreLock(folder: store ?? path) }

    /// Opens the folder; an empty one becomes a database with an empty root.
    func open(outcome: WriteOutcome) throws(StoreError) -> Domain {
        var logger = Logger(label: "nicl") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let folder = try DomainFolder(path: path, logger: logger)
        let tag = URL(fileURLWithPath: path).lastPathComponent
        let domain = Domain(tag: tag, tree: try folder.load(), storage: folder) { outcome.note($0) }
        folder.start(domain)
        return domain
    }

    /// Reads the folder, whatever form it has, without touching it.
    func read() throws(ToolFailure) -> DirectoryTree {
        do {
            let records = try OfflineDirectory(folder: Array(path.utf8)).subtree(of: 0)
            return try DirectoryTree(DirectorySnapshot(records: records))
        } catch let failure as ToolFailure {
            throw failure
        } catch { throw ToolFailure("can't read database \(path): \(String(describing: error))", exit: .usage) }
    }
}
