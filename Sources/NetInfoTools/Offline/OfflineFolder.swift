import Foundation
import Logging
import NetInfoDirectory
import NetInfoStore

/// A database folder on this machine, and what kind it is (`tools.md` 2.4).
struct OfflineFolder {
    /// The folder as the user called it.
    let name: [UInt8]
    /// The folder, absolute and without links.
    let path: String
    private let names: Set<String>
    /// Whether there is no such folder yet.
    let isMissing: Bool

    /// Looks at a folder, which need not exist.
    init(_ name: [UInt8]) {
        self.name = name
        path =
            URL(fileURLWithPath: String(decoding: name, as: UTF8.self)).standardizedFileURL
            .resolvingSymlinksInPath().path
        let listed = try? FileManager.default.contentsOfDirectory(atPath: path)
        names = Set(listed ?? [])
        isMissing = listed == nil && !FileManager.default.fileExists(atPath: path)
    }

    /// Whether nothing is in the folder.
    var isEmpty: Bool { names.subtracting(["lock"]).isEmpty }

    /// Whether an index is in the folder, of this project or of a Mac.
    var hasIndex: Bool { names.contains("sqlindex") }

    /// Whether the folder holds the files of a binary database.
    var isBinary: Bool {
        names.contains { ["Config", "collection", "Collection"].contains($0) || $0.hasPrefix("Store.") }
    }

    /// Whether the folder holds several domains.
    var isStore: Bool { names.contains("nodes") }

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
        if hasIndex {
            return ["sqlindex", "sqlindex-wal"].contains { holdsSchema(path + "/" + $0) }
        }
        // Without its index a domain of a store is rebuilt from its property lists.
        return store != nil && !isMissing && !isBinary
    }

    /// A Mac's index has the same name but other tables; writing to it would be fatal.
    private func holdsSchema(_ file: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: file) else { return false }
        defer { try? handle.close() }
        let start = (try? handle.read(upToCount: 65_536)) ?? Data()
        return start.range(of: Data("CREATE TABLE directory (".utf8)) != nil
    }

    /// Throws why the folder can never be written to, whoever uses it at the moment.
    func checkForm() throws(OfflineFailure) {
        if isMissing { throw .missing }
        if isEmpty { throw .empty }
        if isOwn { return }
        if isStore { throw .store }
        do throws(OfflineFailure) {
            _ = try OfflineTree(self)
        } catch { throw error }
        throw isBinary ? .binary : .propertyLists
    }

    /// Throws who holds the folder, if anybody does.
    func checkUse() throws(OfflineFailure) {
        if let holder = try? StoreLock.holder(of: store ?? path) { throw .held(holder) }
    }

    /// Takes the lock of the store, or of the folder when it is on its own.
    func lock() throws(OfflineFailure) -> StoreLock {
        do throws(StoreError) { return try StoreLock(folder: store ?? path) } catch {
            try checkUse()
            throw .broken(error.description)
        }
    }

    /// Opens the folder, takes in what was edited by hand, and only then returns; an empty folder becomes a database
    /// with an empty root.
    func open(outcome: WriteOutcome) throws(OfflineFailure) -> Domain {
        var logger = Logger(label: "netinfo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        do throws(StoreError) {
            let folder = try DomainFolder(path: path, logger: logger)
            let tag = URL(fileURLWithPath: path).lastPathComponent
            let domain = Domain(tag: tag, tree: try folder.load(), storage: folder) { outcome.note($0) }
            folder.start(domain)
            folder.bringUpToDate(domain)
            _ = outcome.takeFailure()
            return domain
        } catch { throw .broken(error.description) }
    }

    /// Gives what was written to the owner of the folder. Only root can and has to.
    func handOver() { StoreOwner(of: path)?.takeAll(in: path) }
}
