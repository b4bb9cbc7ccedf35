import NetInfoDirectory
import NetInfoProtocol

/// Makes one consistent tree of the records found (`nidb-format.md` 6.4).
///
/// Instances stay as they are: a repair in memory is no change of the directory. Nothing recurses, since links may
/// form chains of any depth and cycles.
struct LinkRepair {
    private let found: FoundRecords
    private var records: [UInt32: DirectoryRecord]
    private var ids: [UInt32] = []
    /// Blank records that nobody lists.
    private(set) var leftoverIDs: [UInt32] = []
    /// The directory that lists a child; the one with the lowest id when several do.
    private var listers: [UInt32: UInt32] = [:]

    init(_ found: FoundRecords) {
        self.found = found
        records = found.records
    }

    /// The records by ascending id.
    var sortedRecords: [DirectoryRecord] {
        records.values.sorted { $0.id < $1.id }
    }

    /// Repairs everything; throws when the links prove that records were lost and `log` does not salvage.
    mutating func run(log: inout ImportLog) throws(ImportError) {
        try requireRoot(log: &log)
        refresh()
        dropLeftovers(log: &log)
        if found.existsByReach, !log.salvage { dropUnreached(log: &log) }
        refresh()
        settleParents(log: &log)
        breakCycles(log: &log)
        try settleLists(log: &log)
    }

    private mutating func refresh() {
        ids = records.keys.sorted()
        listers.removeAll(keepingCapacity: true)
        for id in ids {
            for child in records[id]?.children ?? [] where listers[child] == nil && child != id { listers[child] = id }
        }
    }

    private mutating func requireRoot(log: inout ImportLog) throws(ImportError) {
        if let root = records[0] {
            guard root.parent != 0 else { return }
            log.repair(id: 0, "the root named directory \(root.parent) as its parent")
            records[0]?.parent = 0
            return
        }
        guard !records.isEmpty else {
            throw ImportError(place: log.folder, problem: "holds no directory that can be read")
        }
        guard log.salvage else {
            throw ImportError(
                place: log.folder, problem: "has no root (directory 0)", remedy: ImportError.trySalvage)
        }
        log.repair(id: 0, "the root was lost; an empty one takes its place")
        records[0] = DirectoryRecord(id: 0, instance: 0, parent: 0, children: [], properties: [])
    }
}

// MARK: - Records that do not count

extension LinkRepair {
    private mutating func dropLeftovers(log: inout ImportLog) {
        for id in ids where id != 0 {
            guard let record = records[id], listers[id] == nil, record.parent == 0, record.children.isEmpty,
                record.properties.properties.isEmpty
            else { continue }
            records[id] = nil
            leftoverIDs.append(id)
            log.note(id: id, "dropped, a blank record that no directory lists")
        }
    }

    /// Drops what the child lists do not reach, as the original does at a dirty start (`nidb-format.md` 2).
    private mutating func dropUnreached(log: inout ImportLog) {
        var reached: Set<UInt32> = [0]
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            for child in records[id]?.children ?? [] where records[child] != nil {
                if reached.insert(child).inserted { waiting.append(child) }
            }
        }
        for id in ids where records[id] != nil && !reached.contains(id) {
            records[id] = nil
            log.repair(id: id, "dropped, no child list leads to it (--salvage would keep it)")
        }
    }
}

// MARK: - Parents

extension LinkRepair {
    /// Gives every directory a parent that exists: its own word first, then the one that lists it, then the root.
    private mutating func settleParents(log: inout ImportLog) {
        for id in ids where id != 0 {
            guard let named = records[id]?.parent, records[named] == nil else { continue }
            let parent = listers[id] ?? 0
            records[id]?.parent = parent
            log.repair(id: id, "its parent \(named) does not exist; it goes under directory \(parent)")
        }
    }

    /// Puts one directory of every cycle under the root, the one with the lowest id.
    private mutating func breakCycles(log: inout ImportLog) {
        var settled: Set<UInt32> = [0]
        for id in ids {
            var path: [UInt32] = []
            var onPath: Set<UInt32> = []
            var current = id
            while !settled.contains(current), onPath.insert(current).inserted {
                path.append(current)
                current = records[current]?.parent ?? 0
            }
            if onPath.contains(current), let start = path.firstIndex(of: current) {
                breakCycle(path[start...], log: &log)
            }
            settled.formUnion(path)
        }
    }

    private mutating func breakCycle(_ cycle: ArraySlice<UInt32>, log: inout ImportLog) {
        guard let lowest = cycle.min() else { return }
        records[lowest]?.parent = 0
        log.repair(id: lowest, "it was its own ancestor; it goes under the root")
    }
}

// MARK: - Child lists

extension LinkRepair {
    /// Makes every child list agree with the parents: wrong entries go, missing ones are appended.
    private mutating func settleLists(log: inout ImportLog) throws(ImportError) {
        var unlisted: [UInt32: [UInt32]] = [:]
        var listed: Set<UInt32> = []
        for id in ids {
            guard let record = records[id] else { continue }
            var children: [UInt32] = []
            children.reserveCapacity(record.children.count)
            for child in record.children where try belongs(child, in: record, listed: &listed, log: &log) {
                children.append(child)
            }
            if children.count != record.children.count { records[id]?.children = children }
        }
        for id in ids where id != 0 && !listed.contains(id) {
            unlisted[records[id]?.parent ?? 0, default: []].append(id)
        }
        for (parent, children) in unlisted.sorted(by: { $0.key < $1.key }) {
            records[parent]?.children += children
            for child in children { log.repair(id: child, "directory \(parent) now lists it as its child") }
        }
    }

    /// Whether a list entry is right; a wrong one is remarked on.
    private func belongs(
        _ child: UInt32, in record: DirectoryRecord, listed: inout Set<UInt32>, log: inout ImportLog
    ) throws(ImportError) -> Bool {
        guard let parent = records[child]?.parent else {
            try dropMissing(child, of: record, log: &log)
            return false
        }
        guard child != 0, parent == record.id else {
            let reason = child == 0 ? "which is the root" : "whose parent is directory \(parent)"
            log.repair(id: record.id, "it listed directory \(child), \(reason)")
            return false
        }
        guard listed.insert(child).inserted else {
            log.repair(id: record.id, "it listed directory \(child) twice")
            return false
        }
        return true
    }

    private func dropMissing(_ child: UInt32, of record: DirectoryRecord, log: inout ImportLog) throws(ImportError) {
        guard let loss = found.loss(of: child) else {
            log.repair(id: record.id, "it listed directory \(child), which does not exist")
            return
        }
        try log.damage(file: loss.file, id: record.id, "its child \(child) \(loss.reason)")
    }
}
