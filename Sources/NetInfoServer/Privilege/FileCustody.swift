import Glibc
import NetInfoStore

/// Refuses a store or a configuration that others than root and the server's user could change.
package struct FileCustody {
    private let account: Account
    private let guardian: PathGuard

    /// For a server that runs as `account`.
    package init(_ account: Account) {
        self.account = account
        guardian = PathGuard(account: account)
    }

    /// Requires that only the server's user can change the store: its folder, `nodes`, each domain's folder, and the index
    /// in it. Something that does not exist is in order.
    ///
    /// - Throws: what others can change, and the command that ends it.
    package func requireSafe(store: String) throws(DaemonError) {
        let path = try guardian.resolve(store)
        guard try require(path, top: path) else { return }
        let nodes = try guardian.resolve(path + "/nodes")
        guard try require(nodes, top: nodes == path + "/nodes" ? path : nodes) else { return }
        for tag in Store.tags(in: path) {
            for file in ["\(nodes)/\(tag)", "\(nodes)/\(tag)/sqlindex"] { _ = try require(file, top: path) }
        }
    }

    /// False when there is nothing at `path`.
    private func require(_ path: String, top: String) throws(DaemonError) -> Bool {
        guard let facts = try FileFacts(of: path) else { return false }
        // Whoever gave it to himself could give everybody the right to write to it, so the owner comes first.
        try guardian.requireOwned(path, facts, allowsRoot: false, top: top)
        try guardian.requireUnshared(path, facts)
        return true
    }

    /// Requires that only root and the server's user can change the configuration file, if there is one.
    ///
    /// - Throws: who else can, and the command that ends it.
    package func requireSafe(configuration file: String) throws(DaemonError) {
        let path = try guardian.resolve(file)
        guard let facts = try FileFacts(of: path) else { return }
        try guardian.requireOwned(path, facts, allowsRoot: true, top: path)
        try guardian.requireUnshared(path, facts)
    }

    // MARK: A first start

    /// Makes what the server's user will need and only root can make: the folder of the store, if it is missing or
    /// empty, and the folder of sockets. Root calls this before it becomes that user.
    package func prepare(store: String, socketFolder: String?) throws(DaemonError) {
        let path = try guardian.resolve(store)
        try makeParents(of: path)
        if mkdir(path, 0o700) == 0 || isUnused(path, but: { _ in false }) { try give(path, mode: 0o700) }
        guard let socketFolder, let folder = try? guardian.resolve(socketFolder) else { return }
        // What is wrong with a folder of sockets is said once it is used, and keeps nobody from starting.
        if mkdir(folder, 0o755) == 0 || isUnused(folder, but: { $0.hasSuffix(".sock") }) {
            try give(folder, mode: 0o755)
        }
    }

    private func makeParents(of path: String) throws(DaemonError) {
        for place in path.indices.dropFirst() where path[place] == "/" {
            let parent = String(path[..<place])
            guard mkdir(parent, 0o755) == 0 || errno == EEXIST else {
                throw DaemonError("cannot make the folder \(parent): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Whether a folder is root's and empty but for entries that do not matter.
    private func isUnused(_ path: String, but isNothing: (String) -> Bool) -> Bool {
        guard let facts = try? FileFacts(of: path), facts.isFolder, facts.owner == 0, !facts.isOpenToOthers,
            let stream = opendir(path)
        else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name == "." || name == ".." || isNothing(name) else { return false }
        }
        return true
    }

    private func give(_ path: String, mode: mode_t) throws(DaemonError) {
        // The umask may be stricter.
        guard chmod(path, mode) == 0, lchown(path, account.user, account.group) == 0 else {
            throw DaemonError("cannot give \(path) to \(account.text): \(String(cString: strerror(errno)))")
        }
    }
}
