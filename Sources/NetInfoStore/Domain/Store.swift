import Glibc
package import Logging
package import NetInfoDirectory

/// A store on disk: `nodes/<tag>` for every domain, and the lock that one server holds.
package final class Store: Sendable {
    /// The folder of the store.
    package let path: String

    private let lock: StoreLock
    private let logger: Logger

    /// Opens the store at `path`, making its folders where they are missing.
    package init(path: String, logger: Logger) throws(StoreError) {
        self.path = path
        self.logger = logger
        try Self.makeFolder(path)
        lock = try StoreLock(folder: path)
        try Self.makeFolder(path + "/nodes")
    }

    static func makeFolder(_ path: String) throws(StoreError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw StoreError(
                "cannot make the folder \(path): \(String(cString: strerror(errno))); run as root or choose another "
                    + "--store")
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw StoreError("cannot make the folder \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Says in the lock file that this process serves its binder on `port`, for those who add a domain meanwhile.
    package func record(port: UInt16) { lock.record(port: port) }

    /// The folder of a domain.
    package func folder(of tag: String) -> String { path + "/nodes/" + tag }

    /// The tags of all domains, in alphabetical order. Folders that begin with a dot are no domains.
    package var tags: [String] { Self.tags(in: path) }

    /// The tags of all domains of the store at `path`, in alphabetical order.
    package static func tags(in path: String) -> [String] {
        guard let directory = opendir(path + "/nodes") else { return [] }
        defer { closedir(directory) }
        var tags: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), entry.pointee.d_type == UInt8(DT_DIR) { tags.append(name) }
        }
        return tags.sorted()
    }

    /// Opens a domain and starts to keep its property lists up to date.
    package func open(_ tag: String, onCommit: @escaping Domain.CommitHandler) throws(StoreError) -> Domain {
        let folder = try DomainFolder(path: folder(of: tag), logger: logger)
        let tree = try folder.load()
        let domain = Domain(tag: tag, tree: tree, storage: folder, onCommit: onCommit)
        folder.start(domain)
        return domain
    }

    /// Makes a domain of the directories in `tree`.
    package func create(_ tag: String, _ tree: DirectoryTree) throws(StoreError) {
        guard !tags.contains(tag) else { throw StoreError("the store already has a domain \(tag)") }
        let fresh = path + "/nodes/.new-" + tag
        try Self.removeFolder(fresh)
        try Self.makeFolder(fresh)
        let database = try DomainDatabase(path: fresh + "/sqlindex")
        try database.replaceAll(with: tree)
        database.close()
        guard rename(fresh, folder(of: tag)) == 0 else {
            throw StoreError("cannot make the domain \(tag): \(String(cString: strerror(errno)))")
        }
    }

    /// Removes a domain that is not open.
    package func destroy(_ tag: String) throws(StoreError) {
        let doomed = path + "/nodes/.old-" + tag
        try Self.removeFolder(doomed)
        guard rename(folder(of: tag), doomed) == 0 else {
            throw StoreError("cannot remove the domain \(tag): \(String(cString: strerror(errno)))")
        }
        try Self.removeFolder(doomed)
    }
}
