import NetInfoDirectory

/// What the files of a database hold, before its links are looked at.
struct FoundRecords {
    /// Ids must stay below this, so that a hostile one cannot ask for a huge table.
    static let idLimit: UInt32 = 1 << 24

    let format: String
    /// The directories by id; links may disagree.
    var records: [UInt32: DirectoryRecord] = [:]
    var replayed: [String] = []
    var storage = StorageFacts()
    /// Whether only what the child lists reach exists (generation 1, `nidb-format.md` 2).
    var existsByReach = false
    /// What shows that a listed child which was not found has been lost.
    var evidence = Evidence.none

    /// Files that tell a lost directory from one that an interrupted change removed.
    enum Evidence {
        case none
        /// The file has room for ids below `count` only (generation 1).
        case end(of: String, count: UInt32)
        /// A clean index names these ids (generation 2).
        case index(Set<UInt32>)
    }

    init(format: String) {
        self.format = format
    }

    /// The file that shows that a listed child was lost, and how; nil when an interrupted change can explain it.
    func loss(of id: UInt32) -> (file: String, reason: String)? {
        switch evidence {
        case .end(let file, let count) where id >= count:
            (file, "lies beyond the end of the file, which must have been cut off")
        case .index(let ids) where ids.contains(id):
            ("Index", "is in the index but in no Store file, so its record was lost")
        default: nil
        }
    }
}
