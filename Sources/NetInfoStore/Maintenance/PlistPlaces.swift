/// Where the property lists of a domain are, as its index says.
struct PlistPlaces {
    /// Bytes of a path that is surely too long for the system.
    private static let longestFolder = 3500
    /// Folders below each other, at most; more is a cycle.
    private static let deepest = 4096

    private let plists: [UInt32: PlistRow]
    private var folders: [UInt32: String] = [0: ""]

    init(_ plists: [UInt32: PlistRow]) { self.plists = plists }

    /// Whether a name from an index is one in a folder and leads nowhere else.
    static func isSafe(_ base: String) -> Bool {
        !base.isEmpty && !base.utf8.contains(UInt8(ascii: "/")) && !base.utf8.contains(0) && base != "." && base != ".."
    }

    /// The file of a directory, relative to the domain's folder; nil when the index does not lead there.
    mutating func file(of row: PlistRow) -> String? {
        let own = RecordFileName.directory + RecordFileName.suffix
        if row.id == 0 { return own }
        guard let outer = folder(of: row.parent) else { return nil }
        return row.parent == 0 ? "\(row.base)/\(own)" : "\(outer)\(row.base)\(RecordFileName.suffix)"
    }

    /// The folder of a directory's children, relative to the domain's folder, with a `/` at its end unless empty.
    mutating func folder(of id: UInt32) -> String? {
        var path: [PlistRow] = []
        var next = id
        while folders[next] == nil {
            guard let row = plists[next], path.count < Self.deepest else { return nil }
            path.append(row)
            next = row.parent
        }
        var folder = folders[next] ?? ""
        for row in path.reversed() {
            folder += row.base + "/"
            folders[row.id] = folder
        }
        return folder
    }

    /// Whether a directory in the folder of `parent` is so deep that it has no property list.
    mutating func isTooDeep(below parent: UInt32) -> Bool {
        guard let folder = folder(of: parent) else { return true }
        return folder.utf8.count > Self.longestFolder
    }
}
