/// Finds the property lists in a domain's folder that the index knows of no directory for.
struct StrayPlists {
    /// The files, those of directories above first.
    private(set) var files: [String] = []
    /// Every folder that is a directory's, by the bytes of its path: the directory.
    private(set) var known: [[UInt8]: UInt32] = [:]
    /// The folders that are no directory's, those within others first.
    private(set) var folders: [String] = []

    private let mirror: PlistMirror
    private let present: [UInt32: Int]
    private var ledger: PlistLedger

    /// Goes through all folders.
    ///
    /// - Parameter present: how many files stand where the index says, by the directory in whose folder they are. A
    ///   folder that has no more than these is not compared name by name.
    init(mirror: PlistMirror, present: [UInt32: Int]) throws(StoreError) {
        self.mirror = mirror
        self.present = present
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
        if id != 0 { try searchFiles(path, of: id) }
        var below: [(path: String, id: UInt32)] = []
        for folder in mirror.files.folders(in: path) {
            let inner = path + "/" + folder
            if let child = try ledger.owner(of: folder, in: id), child != 0 {
                known[Array(inner.utf8)] = child
                below.append((inner, child))
            } else {
                searchUnknown(inner, isTop: id == 0)
            }
        }
        return below
    }

    private mutating func searchFiles(_ path: String, of id: UInt32) throws(StoreError) {
        let names = mirror.files.names(in: path, endingWith: RecordFileName.suffix).filter {
            RecordFileName.base(ofFile: $0).map { !Self.isOwnFile($0) } ?? false
        }
        guard names.count > present[id] ?? 0 else { return }
        let known = Set(try ledger.rows(in: id).map { Array($0.base.utf8) })
        for name in names {
            let base = RecordFileName.base(ofFile: name) ?? name
            if !known.contains(Array(base.utf8)) { files.append(path + "/" + name) }
        }
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
