import NetInfoDirectory

/// A directory met on a walk through a domain, with the path that led to it.
struct WalkedDirectory {
    let id: UInt32
    /// The path of the walk's first directory as it was typed, then the names below.
    let path: [UInt8]
    /// What the children's paths begin with: no slash follows another at the root.
    private let prefix: [UInt8]

    private init(id: UInt32, path: [UInt8], prefix: [UInt8]) {
        self.id = id
        self.path = path
        self.prefix = prefix
    }

    /// The directory a walk starts from. Slashes at the end of what was typed do not show.
    init(id: UInt32, typed: [UInt8]) {
        let slash = UInt8(ascii: "/")
        var stem = typed
        while stem.last == slash, !Self.endsEscaped(stem) { stem.removeLast() }
        self.init(id: id, path: stem.isEmpty ? [slash] : stem, prefix: stem)
    }

    /// Whether the last byte belongs to the backslash before it.
    private static func endsEscaped(_ bytes: [UInt8]) -> Bool {
        bytes.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }

    /// A child by its first name; one without a name shows its id.
    func child(_ id: UInt32, name: [UInt8]?, isEscaped: Bool) -> WalkedDirectory {
        let component: [UInt8] =
            switch name {
            case nil: Array("dir: \(id)".utf8)
            case let name? where isEscaped: DirectoryPath.Component(value: name).bytes
            case let name?: name
            }
        let path = prefix + [UInt8(ascii: "/")] + component
        return WalkedDirectory(id: id, path: path, prefix: path)
    }
}
