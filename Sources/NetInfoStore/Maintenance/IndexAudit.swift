import NetInfoDirectory
import NetInfoProtocol

/// Looks for rows that are no tree, all of them, where loading ends at the first.
struct IndexAudit {
    private let content: IndexFile.Content
    private(set) var faults: [IndexFault] = []

    init(_ content: IndexFile.Content) { self.content = content }

    mutating func run() {
        guard let root = content.rows[0] else {
            faults.append(IndexFault("there is no root directory"))
            return
        }
        if root.parent != 0 { add(0, "the root directory has the parent \(root.parent)") }
        let ids = content.rows.keys.sorted()
        for id in ids { checkRow(id) }
        checkRanks(ids)
        checkReach(ids)
    }

    private mutating func add(_ id: UInt32, _ text: String) { faults.append(IndexFault(text, id: id)) }

    private mutating func checkRow(_ id: UInt32) {
        guard let row = content.rows[id] else { return }
        if id > DirectoryTree.highestAllowedID { add(id, "its id is impossibly high") }
        if (try? PropertyList(encoded: row.properties)) == nil { add(id, "its properties are damaged") }
        if content.rows[row.parent] == nil {
            add(id, "its parent \(row.parent) does not exist")
        } else if let plist = content.plists[id], plist.version == row.version, plist.parent != row.parent {
            // A directory never moves: its place on disk is older than this row, or the row is wrong.
            add(id, "its parent is \(row.parent) here, but its property list is among those of \(plist.parent)")
        }
    }

    private mutating func checkRanks(_ ids: [UInt32]) {
        struct Place: Hashable {
            let parent: UInt32
            let rank: Int64
        }
        var owners: [Place: UInt32] = [:]
        for id in ids where id != 0 {
            guard let row = content.rows[id] else { continue }
            let place = Place(parent: row.parent, rank: row.rank)
            if let owner = owners[place] {
                add(id, "it claims the same place among its siblings as directory \(owner)")
            } else {
                owners[place] = id
            }
        }
    }

    private mutating func checkReach(_ ids: [UInt32]) {
        var state: [UInt32: Bool] = [0: true]
        for id in ids {
            var path: [UInt32] = []
            var onPath: Set<UInt32> = []
            var next = id
            while state[next] == nil, onPath.insert(next).inserted, let row = content.rows[next] {
                path.append(next)
                next = row.parent
            }
            let isReached = state[next] ?? false
            if !isReached, onPath.contains(next), content.rows[next] != nil { add(next, "it is its own ancestor") }
            for id in path { state[id] = isReached }
        }
    }
}
