/// Finds the property lists in a domain's folder that the index knows of no directory for.
struct StrayPlists {
    /// The files, those of directories above first.
    private(set) var files: [String] = []
    /// Every folder that is a directory's, by the bytes of its path: the directory.
    private(set) var known: [[UInt8]: UInt32] = [:]
    /// The folders that are no directory's, those within others first.
    private(set) var folders: [String] = []

    private let mirror: PlistMirror
    private var ledger: PlistLedger

    /// Goes through all folders.
    init(mirror: PlistMirror) throws(StoreError) {
        self.mirror = mirror
        ledger = PlistLedger(folder: mirror.folder, database: mirror.database)
        known[Array(mirror.folder.utf8)] = 0
        var waiting: [(path: String, id: UInt32)] = [(mirror.folder, 0)]
        while let next = waiting.popLast() { waiting += try search(next.path, of: next.id) }
        files.sort { (Self.depth($0), $0) < (Self.depth($1), $1) }
        folders.sort { $0.utf8.count > $1.utf8.count }
    }

    /// The own file of a top-level directory stands one folder deeper than that of any other.
    private static func depth(_ path: String) -> Int {
        let isOwn = RecordFileName.lastComponent(path).utf8
            .elementsEqual((RecordFileName.directory + RecordFileName.suffix).utf8)
        return path.utf8.count { $0 == UInt8(ascii: "/") } - (isOwn ? 1 : 0)
    }

    /// Looks through the folder of a directory; returns the folders of its children.
    private mutating func search(_ path: String, of id: UInt32) throws(StoreError) -> [(path: String, id: UInt32)] {
        var children: [[UInt8]: UInt32] = [:]
        for row in try ledger.rows(in: id) { children[Array(row.base.utf8)] = row.id }
        if id != 0 {
            for file in mirror.files.names(in: path, endingWith: RecordFileName.suffix) {
                guard let base = RecordFileName.base(ofFile: file), !Self.isOwnFile(base) else { continue }
                if children[Array(base.utf8)] == nil { files.append(path + "/" + file) }
            }
        }
        var below: [(path: String, id: UInt32)] = []
        for folder in mirror.files.folders(in: path) {
            let inner = path + "/" + folder
            if let child = children[Array(folder.utf8)] {
                known[Array(inner.utf8)] = child
                below.append((inner, child))
            } else {
                searchUnknown(inner, isTop: id == 0)
            }
        }
        return below
    }

    private static func isOwnFile(_ base: String) -> Bool { base.utf8.elementsEqual(RecordFileName.directory.utf8) }

    /// Looks through a folder that is no directory's, and those in it.
    private mutating func searchUnknown(_ path: String, isTop: Bool) {
        var waiting = [path]
        let limit = path.utf8.count { $0 == UInt8(ascii: "/") } + DslocalReader.maximumDepth
        while let next = waiting.popLast() {
            folders.append(next)
            for file in mirror.files.names(in: next, endingWith: RecordFileName.suffix) {
                let isOwn = RecordFileName.base(ofFile: file).map(Self.isOwnFile) ?? false
                if !isOwn || (isTop && next == path) { files.append(next + "/" + file) }
            }
            guard next.utf8.count(where: { $0 == UInt8(ascii: "/") }) < limit else { continue }
            waiting += mirror.files.folders(in: next).map { next + "/" + $0 }
        }
    }
}
