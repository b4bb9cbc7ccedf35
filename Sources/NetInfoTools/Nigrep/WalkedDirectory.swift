import NetInfoDirectory
import NetInfoProtocol

/// A directory met on a walk through a domain, with the path that led to it.
struct WalkedDirectory {
    let entry: DirectoryEntry
    /// The ids of the children.
    let children: [UInt32]
    /// The path of the walk's first directory as it was typed, then the names below.
    let path: [UInt8]
    /// What the children's paths begin with: no slash follows another at the root.
    private let prefix: [UInt8]

    var id: UInt32 { entry.id.object }

    private init(entry: DirectoryEntry, children: [UInt32], path: [UInt8], prefix: [UInt8]) {
        self.entry = entry
        self.children = children
        self.path = path
        self.prefix = prefix
    }

    /// The directory a walk starts from. Slashes at the end of what was typed do not show.
    init(entry: DirectoryEntry, children: [UInt32], typed: [UInt8]) {
        let slash = UInt8(ascii: "/")
        var stem = typed
        while stem.last == slash, !Self.endsEscaped(stem) { stem.removeLast() }
        self.init(entry: entry, children: children, path: stem.isEmpty ? [slash] : stem, prefix: stem)
    }

    /// Whether the last byte belongs to the backslash before it.
    private static func endsEscaped(_ bytes: [UInt8]) -> Bool {
        bytes.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }

    /// A child by its first name; one without a name shows its id.
    func child(_ entry: DirectoryEntry, children: [UInt32], isEscaped: Bool) -> WalkedDirectory {
        let component: [UInt8] =
            switch entry.properties.firstValue(of: "name") {
            case nil: Array("dir: \(entry.id.object)".utf8)
            case let name? where isEscaped: DirectoryPath.Component(value: name).bytes
            case let name?: name
            }
        let path = prefix + [UInt8(ascii: "/")] + component
        return WalkedDirectory(entry: entry, children: children, path: path, prefix: path)
    }
}
