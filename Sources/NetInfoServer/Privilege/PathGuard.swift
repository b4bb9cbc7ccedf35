import Glibc

/// Whether somebody else could change a file, or put another one in its place.
///
/// Somebody else is everybody but root and the user that the server runs as.
struct PathGuard {
    /// Whom the server runs as.
    let account: Account

    private static let longestChain = 40

    // MARK: The way to a file

    /// The path without links, and as far as it exists. Every folder on the way, those of links too, must be one where
    /// nobody else can put another entry in the place of the next.
    ///
    /// - Throws: which folder or link is not, or cannot be looked at.
    func resolve(_ path: String) throws(DaemonError) -> String {
        var waiting = Array(Self.components(Self.absolute(path)).reversed())
        var resolved: [String] = []
        var links = 0
        var parent = try FileFacts(of: "/")
        if let parent { try requireSticky("/", parent) }
        while let name = waiting.popLast() {
            let next = name == ".." ? Array(resolved.dropLast()) : resolved + [name]
            let path = Self.joined(next)
            guard let facts = try FileFacts(of: path) else { return Self.joined(next + waiting.reversed()) }
            if name != "..", parent?.isSharedFolder ?? false { try requireOwn(path, facts) }
            if facts.isLink {
                links += 1
                guard links <= Self.longestChain, let target = Self.target(of: path) else {
                    throw DaemonError("cannot follow the link \(path)")
                }
                if target.hasPrefix("/") {
                    resolved = []
                    parent = try FileFacts(of: "/")
                }
                waiting += Self.components(target).reversed()
            } else {
                try requireSticky(path, facts)
                (resolved, parent) = (next, facts)
            }
        }
        return Self.joined(resolved)
    }

    /// Others may put entries into a folder only if they cannot take away those that are there.
    private func requireSticky(_ path: String, _ facts: FileFacts) throws(DaemonError) {
        guard facts.isFolder, facts.isOpenToAll, !facts.isSharedFolder else { return }
        throw DaemonError(
            "everybody can write to \(path) (mode \(facts.modeText)), and so replace what is in it: run 'chmod o-w "
                + "\(path)'")
    }

    private func requireOwn(_ path: String, _ facts: FileFacts) throws(DaemonError) {
        guard facts.owner != 0, facts.owner != account.user else { return }
        throw DaemonError(
            "\(path) is in a folder where everybody can make entries, and belongs to \(facts.ownerText), not to "
                + "\(account.text), whom the server runs as: choose another place")
    }

    // MARK: The file itself

    /// Requires that nobody else can write to a file or folder.
    func requireUnshared(_ path: String, _ facts: FileFacts) throws(DaemonError) {
        guard facts.isOpenToOthers else { return }
        throw DaemonError(
            "others can write to \(path) (mode \(facts.modeText)): run 'chmod go-w \(path)'")
    }

    /// Requires that a file or folder belongs to the server's user or, if `allowsRoot`, to root. `top` is what a
    /// command to mend it has to begin with.
    func requireOwned(
        _ path: String, _ facts: FileFacts, allowsRoot: Bool, top: String
    ) throws(DaemonError) {
        guard facts.owner != account.user, !(allowsRoot && facts.owner == 0) else { return }
        let name = facts.ownerText
        let remedy =
            allowsRoot
            ? "'chown \(Account.root.owner) \(top)'"
            : "'chown -R \(account.owner) \(top)', or start it with --user \(name)"
        throw DaemonError(
            "\(path) belongs to \(name), not to \(account.text), whom the server runs as: run \(remedy)")
    }

    // MARK: Paths

    private static func target(of link: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let size = buffer.withUnsafeMutableBytes { raw in
            raw.bindMemory(to: CChar.self).baseAddress.map { readlink(link, $0, raw.count) } ?? -1
        }
        guard size > 0, size < buffer.count else { return nil }
        return String(decoding: buffer[..<size], as: UTF8.self)
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    private static func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    private static func joined(_ components: [String]) -> String { "/" + components.joined(separator: "/") }
}
