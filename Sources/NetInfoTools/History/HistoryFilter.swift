import NetInfoDirectory

/// Which entries are wanted. Entries are shown to it newest first, so that it learns earlier names of a directory.
struct HistoryFilter {
    /// What the directory is called now, and what it was called earlier.
    private var paths: [[UInt8]] = []
    private var id: Int?
    private let hasPath: Bool
    /// Whether directories below count, too.
    private let isRecursive: Bool
    private let user: [UInt8]?
    private let since: [UInt8]?
    private let until: [UInt8]?

    private static let mostNames = 256

    init(path: DirectoryPath?, isRecursive: Bool, user: [UInt8]?, since: [UInt8]?, until: [UInt8]?) {
        switch path?.target {
        case .id(let id): self.id = Int(id)
        case .components(let components): paths = [DirectoryPath(components: components).bytes]
        case nil: break
        }
        hasPath = path != nil
        self.isRecursive = isRecursive
        self.user = user
        self.since = since
        self.until = until
    }

    /// Whether nothing of that time or earlier is wanted.
    func isOver(_ entry: HistoryEntry) -> Bool { since.map { entry.time.lexicographicallyPrecedes($0) } ?? false }

    mutating func wants(_ entry: HistoryEntry) -> Bool {
        if let old = entry.path, let new = entry.renamed { learn(old, new) }
        if let until, !entry.time.lexicographicallyPrecedes(until) { return false }
        if entry.lost != nil { return true }
        return isBy(entry) && isAbout(entry)
    }

    private func isBy(_ entry: HistoryEntry) -> Bool {
        guard let user else { return true }
        return entry.user == user || entry.identity == user || entry.uid.map { Array(String($0).utf8) } == user
    }

    private func isAbout(_ entry: HistoryEntry) -> Bool {
        guard hasPath else { return true }
        if let id { return entry.id == id }
        return [entry.path, entry.renamed].contains { path in path.map(isWanted) ?? false }
    }

    private func isWanted(_ path: [UInt8]) -> Bool {
        paths.contains { path == $0 || (isRecursive && Self.rest(of: path, below: $0) != nil) }
    }

    /// A directory on the way was renamed: what happened before that happened under its old name.
    private mutating func learn(_ old: [UInt8], _ new: [UInt8]) {
        for path in paths where path == new || Self.rest(of: path, below: new) != nil {
            let earlier = old + path.dropFirst(new.count)
            if !paths.contains(earlier), paths.count < Self.mostNames { paths.append(earlier) }
        }
    }

    /// What follows in a path that leads below another one.
    private static func rest(of path: [UInt8], below other: [UInt8]) -> ArraySlice<UInt8>? {
        if other == [UInt8(ascii: "/")] { return path.dropFirst() }
        guard path.starts(with: other), path.count > other.count, path[other.count] == UInt8(ascii: "/") else {
            return nil
        }
        return path[other.count...]
    }
}
