import Foundation
import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Synchronization

/// A store of one domain in a folder of its own.
final class StoreBench: Sendable {
    let root = NetInfoTesting.TemporaryFolder("netinfo-store")
    let logger: Logger
    private let tag: String

    init(domain tag: String = "test", logLevel: Logger.Level = .critical) {
        self.tag = tag
        var logger = Logger(label: "store")
        logger.logLevel = logLevel
        self.logger = logger
    }

    /// The folder of the domain.
    var folder: String { root("nodes/\(tag)") }

    /// Makes the domain.
    func create(_ tree: DirectoryTree = DirectoryTree()) throws {
        let store = try Store(path: root.path, logger: logger)
        try store.create(tag, tree)
    }

    /// Opens the domain; `hurried` lets its property lists follow at once.
    func open(files: any StoreFiles = SystemFiles(), hurried: Bool = false) throws -> OpenDomain {
        let pace = hurried ? MirrorPace(delay: 0.005, retry: 0.02) : MirrorPace()
        return try OpenDomain(DomainFolder(path: folder, files: files, logger: logger, pace: pace))
    }

    /// Opens the domain, looks at it and closes it cleanly, which brings every property list up to date.
    func look(_ change: (OpenDomain) throws -> Void = { _ in }) throws -> DirectorySnapshot {
        let opened = try open()
        defer { opened.domain.close() }
        try change(opened)
        opened.domain.settle()
        return opened.snapshot
    }

    /// Removes the index, so that the property lists are all there is.
    func removeIndex() throws {
        for name in try names() where name.hasPrefix("sqlindex") { try remove(name) }
    }

    /// Removes the property lists, so that the index is all there is.
    func removePropertyLists() throws {
        for name in try names() where !name.hasPrefix("sqlindex") { try remove(name) }
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder) }
    private func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + name) }

    /// Every property list and folder below the domain's, by path.
    func files() -> [String: Data] {
        var files: [String: Data] = [:]
        for path in FileManager.default.subpaths(atPath: folder) ?? [] where !path.hasPrefix("sqlindex") {
            files[path] = FileManager.default.contents(atPath: folder + "/" + path) ?? Data()
        }
        return files
    }
}

/// A domain that is open, and what became of its writes.
final class OpenDomain: Sendable {
    let domain: Domain
    let storage: DomainFolder
    private let outcomes: Outcomes

    /// The statuses that writes ended with, by number.
    private final class Outcomes: Sendable {
        let statuses = Mutex<[Int: NIStatus]>([:])
    }

    init(_ folder: DomainFolder) throws {
        let outcomes = Outcomes()
        self.outcomes = outcomes
        storage = folder
        domain = Domain(tag: "test", tree: try folder.load(), storage: folder) { ended in
            outcomes.statuses.withLock { statuses in
                for write in ended { if let number = write.token as? Int { statuses[number] = write.status } }
            }
        }
        folder.start(domain)
    }

    /// What is in memory.
    var snapshot: DirectorySnapshot {
        (try? domain.withTree { tree in tree.snapshot }) ?? DirectorySnapshot(records: [])
    }

    /// What became of the writes so far, by number.
    var statuses: [Int: NIStatus] { outcomes.statuses.withLock { $0 } }

    /// Writes under a number, without waiting.
    func write(
        _ number: Int = 0, _ body: (inout DirectoryTree, inout TreeChange) throws(NIStatus) -> Void
    ) throws(NIStatus) {
        try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            try body(&tree, &change)
            return number
        }
    }

    /// Brings the property lists up to date as far as that is possible, and waits for it.
    func bringUpToDate() {
        domain.settle()
        storage.bringUpToDate(domain)
    }

    /// Makes a directory with a name; returns its number.
    @discardableResult
    func create(_ name: String, below parent: UInt32 = 0, _ properties: Property...) throws(NIStatus) -> UInt32 {
        var id: UInt32 = 0
        try write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            let list = PropertyList([Property("name", name)] + properties)
            id = try tree.create(
                below: tree.current(parent), list, where: NILimit.indexNull, by: .superuser, &change
            ).new.object
        }
        return id
    }

    /// Makes random changes, committing after some of them.
    func change(_ changes: inout RandomChanges, times: Int) throws(NIStatus) {
        for number in 0..<times {
            try write(number) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                try changes.apply(to: &tree, &change)
            }
            if Int.random(in: 0..<20, using: &changes.numbers) == 0 { domain.settle() }
        }
        domain.settle()
    }
}
