import NetInfoDirectory
import NetInfoProtocol

/// Gives the directories of a dslocal folder their ids, instances and order: what their bookkeeping says where it
/// does, and where that is not contradictory; else the lowest free ids in the order of the file names.
struct DslocalNumbering {
    /// Whatever the files said that does not hold.
    private(set) var remarks: [String] = []
    private let entries: [DslocalEntry]
    private var ids: [UInt32] = []
    private var owners: [UInt32: Int] = [:]

    init(entries: [DslocalEntry]) { self.entries = entries }

    /// The records in the order of the entries.
    mutating func records() -> [DirectoryRecord] {
        keepIDs()
        assignIDs()
        let children = childrenByParent()
        return entries.indices.map { index in
            let entry = entries[index]
            let kept = owners[ids[index]] == index ? entry.record.bookkeeping : nil
            return DirectoryRecord(
                id: ids[index], instance: kept?.instance ?? 0, parent: entry.parent.map { ids[$0] } ?? 0,
                children: children[index].map { ids[$0] }, properties: entry.record.properties)
        }
    }

    /// The first directory to claim an id keeps it, and 0 is the root's.
    private mutating func keepIDs() {
        for (index, entry) in entries.enumerated() {
            guard let id = entry.record.bookkeeping?.id else { continue }
            if (id == 0) != (index == 0) {
                let problem = index == 0 ? "has the id \(id) instead of 0" : "has the root's id 0"
                remarks.append("\(entry.path): \(problem): given another")
            } else if let owner = owners[id] {
                remarks.append("\(entry.path): has the id \(id) of \(entries[owner].path): given another")
            } else {
                owners[id] = index
            }
        }
    }

    private mutating func assignIDs() {
        let isPlain = entries.allSatisfy { $0.record.bookkeeping == nil }
        var next: UInt32 = 1
        for (index, entry) in entries.enumerated() {
            if let id = entry.record.bookkeeping?.id, owners[id] == index {
                ids.append(id)
            } else if index == 0 {
                ids.append(0)
            } else {
                while owners[next] != nil { next += 1 }
                if !isPlain, entry.record.bookkeeping == nil {
                    remarks.append("\(entry.path): has no bookkeeping: given the id \(next)")
                }
                ids.append(next)
                next += 1
            }
        }
    }

    /// By rank; those without one come last, and the file names decide where ranks are equal.
    private func childrenByParent() -> [[Int]] {
        var children = [[Int]](repeating: [], count: entries.count)
        for (index, entry) in entries.enumerated() {
            if let parent = entry.parent { children[parent].append(index) }
        }
        return children.map { siblings in
            siblings.sorted { (rank(of: $0), $0) < (rank(of: $1), $1) }
        }
    }

    private func rank(of index: Int) -> Int64 { entries[index].record.bookkeeping?.rank ?? .max }
}
