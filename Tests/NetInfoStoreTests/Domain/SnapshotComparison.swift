import NetInfoDirectory
import NetInfoProtocol
import Testing

extension DirectorySnapshot {
    /// Where this differs from what was expected; nil when it does not.
    func difference(from expected: DirectorySnapshot) -> String? {
        guard self != expected else { return nil }
        let found = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        let wanted = Dictionary(expected.records.map { ($0.id, $0) }) { first, _ in first }
        let extra = found.keys.filter { wanted[$0] == nil }.sorted()
        let missing = wanted.keys.filter { found[$0] == nil }.sorted()
        let changed = wanted.keys.filter { found[$0] != nil && found[$0] != wanted[$0] }.sorted()
        let example = changed.first.map { "\n  is \(found[$0].summary)\n  not \(wanted[$0].summary)" } ?? ""
        return "extra \(extra.prefix(9)), missing \(missing.prefix(9)), changed \(changed.prefix(9))\(example)"
    }
}

extension DirectoryRecord? {
    fileprivate var summary: String {
        guard let record = self else { return "none" }
        let name = record.properties.firstValue(of: "name").map { String(decoding: $0, as: UTF8.self) } ?? "-"
        return "\(name.prefix(30)): instance \(record.instance), parent \(record.parent), children "
            + "\(record.children.suffix(9)), \(record.properties.properties.count) properties"
    }
}

/// Expects two states of a domain to be the same: ids, instances, order and properties.
func expectSame(
    _ found: DirectorySnapshot, _ expected: DirectorySnapshot, _ when: String,
    at location: SourceLocation = #_sourceLocation
) {
    let difference = found.difference(from: expected)
    #expect(difference == nil, "\(when): \(difference ?? "")", sourceLocation: location)
}

/// Expects what must hold of every tree.
func expectSound(_ tree: DirectoryTree, at location: SourceLocation = #_sourceLocation) {
    let snapshot = tree.snapshot
    #expect(tree.checksum == snapshot.checksum, "the checksum is that of the directories", sourceLocation: location)
    #expect(tree.count == snapshot.records.count, sourceLocation: location)
    #expect(throws: Never.self, "the links hold", sourceLocation: location) { try DirectoryTree(rows: tree.rows) }
    let listed = snapshot.records.flatMap(\.children)
    #expect(Set(listed).count == listed.count && listed.count == tree.count - 1, sourceLocation: location)
}
