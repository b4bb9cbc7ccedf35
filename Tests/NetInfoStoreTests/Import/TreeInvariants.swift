import NetInfoDirectory
import NetInfoStore

/// What must hold of every database that an import returns.
enum TreeInvariants {
    /// The first thing that does not hold; nil when all is well.
    static func violation(in database: ImportedDatabase) -> String? {
        let ids = database.records.map(\.id)
        guard ids == ids.sorted(), Set(ids).count == ids.count else { return "ids are not strictly ascending" }
        let records = Dictionary(uniqueKeysWithValues: database.records.map { ($0.id, $0) })
        guard let root = records[0], root.parent == 0 else { return "there is no root whose parent is 0" }
        guard ids.allSatisfy({ $0 < 1 << 24 }) else { return "an id is too high" }
        var listed: Set<UInt32> = []
        for record in database.records {
            for child in record.children {
                guard child != 0 else { return "the root is listed by \(record.id)" }
                guard listed.insert(child).inserted else { return "directory \(child) is listed twice" }
                guard records[child]?.parent == record.id else { return "\(child) does not name \(record.id)" }
            }
        }
        return reached(in: records) == records.count ? nil : "not all can be reached"
    }

    private static func reached(in records: [UInt32: DirectoryRecord]) -> Int {
        var seen: Set<UInt32> = [0]
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            for child in records[id]?.children ?? [] where seen.insert(child).inserted { waiting.append(child) }
        }
        return seen.count
    }
}
