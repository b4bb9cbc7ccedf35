/// Every file of a domain's folder, by what it is for.
struct PlistWalk {
    /// Folders entered below the domain's own; hostile depth ends here.
    private static let deepest = 1024

    /// What the names of files end with that were put aside.
    static let asideSuffixes = [".unreadable", ".edited", ".stray"]
    /// What the names of indices begin with that were put aside.
    static let damagedIndex = "sqlindex.damaged-"

    /// Property lists, relative to the domain's folder, whatever the index knows of them.
    private(set) var plists: [String] = []
    /// What was put aside.
    private(set) var aside: [String] = []

    init(folder: String) {
        var waiting = [(path: "", depth: 0)]
        while let next = waiting.popLast() {
            for entry in FolderListing.entries(of: folder + "/" + next.path) {
                let path = next.path + entry.name
                if entry.kind != .folder {
                    add(path, entry.name)
                } else if next.depth < Self.deepest, !entry.name.hasPrefix(".") {
                    waiting.append((path + "/", next.depth + 1))
                }
            }
        }
    }

    private mutating func add(_ path: String, _ name: String) {
        if name.hasPrefix(".") { return }
        if name.hasSuffix(RecordFileName.suffix) {
            plists.append(path)
        } else if Self.isAside(name) {
            aside.append(path)
        }
    }

    private static func isAside(_ name: String) -> Bool {
        if name.hasPrefix(damagedIndex) { return true }
        return asideSuffixes.contains { suffix in
            guard let mark = name.range(of: RecordFileName.suffix + suffix) else { return false }
            return mark.upperBound == name.endIndex || name[mark.upperBound] == "-"
        }
    }
}

extension String {
    /// The last place of `text`, found without Foundation.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = endIndex
        while start > startIndex {
            start = index(before: start)
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
        }
        return nil
    }
}
