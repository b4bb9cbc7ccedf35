/// What of a folder's entries a dslocal import reads.
struct DslocalListing {
    /// The file that holds the folder's own properties.
    static let ownFile = Array("\(RecordFileName.directory)\(RecordFileName.suffix)".utf8)

    /// Whether `ownFile` is there.
    private(set) var hasOwnFile = false
    /// The names of the other property list files, without `.plist`.
    private(set) var files: Set<[UInt8]> = []
    private(set) var folders: Set<[UInt8]> = []
    /// The names of entries that are not read, and what they are.
    private(set) var ignored: [(name: [UInt8], reason: String)] = []

    /// Looks through a folder.
    init(of folder: borrowing DslocalFolder) throws(DslocalError) {
        for name in try folder.names() { add(name, kind: try folder.kind(of: name)) }
    }

    /// The names of files and folders, each once, in the order of their bytes.
    var bases: [[UInt8]] { files.union(folders).sorted { $0.lexicographicallyPrecedes($1) } }

    /// The name of the property list file of a base name.
    static func fileName(of base: [UInt8]) -> [UInt8] { base + Array(RecordFileName.suffix.utf8) }

    private mutating func add(_ name: [UInt8], kind: DslocalFolder.Kind) {
        switch kind {
        case .link: ignored.append((name, "a symbolic link"))
        case .other: ignored.append((name, "neither file nor folder"))
        case _ where name.first == UInt8(ascii: "."): ignored.append((name, "hidden"))
        case .folder: folders.insert(name)
        case .file where name == Self.ownFile: hasOwnFile = true
        case .file: add(file: name)
        }
    }

    private mutating func add(file name: [UInt8]) {
        if name.hasSuffix(RecordFileName.suffix) {
            files.insert(Array(name.dropLast(RecordFileName.suffix.utf8.count)))
        } else if name.starts(with: RecordFileName.indexPrefix.utf8) {
            ignored.append((name, "an index"))
        } else if name.hasSuffix(RecordFileName.temporarySuffix) {
            ignored.append((name, "a file left half written"))
        } else {
            ignored.append((name, "no property list"))
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
