import NetInfoProtocol

/// Building a tree from what a store or an import read, and writing one out.
extension DirectoryTree {
    /// Why rows do not make a tree.
    package struct Inconsistency: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The highest object id a tree takes: ids are dense, so a higher one is damage.
    package static let highestAllowedID: UInt32 = 1 << 24

    /// A tree of these rows, which come in any order.
    package init(rows: [DirectoryRow]) throws(Inconsistency) {
        var loader = TreeLoader()
        for row in rows { try loader.add(row) }
        self = try loader.finish()
    }

    /// A tree of these records: their ids, instances and order are kept.
    package init(_ snapshot: DirectorySnapshot) throws(Inconsistency) {
        var ranks: [UInt32: Int64] = [:]
        for record in snapshot.records {
            for (place, child) in record.children.enumerated() { ranks[child] = Int64(place) * Self.rankGap }
        }
        let records = snapshot.records.sorted { $0.id < $1.id }
        var version: UInt32 = 0
        try self.init(
            rows: records.map { record in
                version += 1
                return DirectoryRow(
                    id: record.id, parent: record.parent, rank: ranks[record.id] ?? 0, instance: record.instance,
                    version: version, properties: record.properties.encoded)
            })
    }

    /// All rows, in the order of their ids.
    package var rows: [DirectoryRow] {
        nodes.indices.filter { nodes[$0].isPresent }.map { row(UInt32($0)) }
    }

    /// All directories written out, in the order of their ids.
    package var snapshot: DirectorySnapshot {
        DirectorySnapshot(
            records: nodes.indices.filter { nodes[$0].isPresent }.map { place in
                let node = nodes[place]
                return DirectoryRecord(
                    id: UInt32(place), instance: node.instance, parent: node.parent, children: node.children,
                    properties: (try? PropertyList(encoded: node.properties)) ?? PropertyList())
            })
    }

    /// One directory as a row, or nil.
    package func existingRow(_ id: UInt32) -> DirectoryRow? { exists(id) ? row(id) : nil }
}

/// Collects rows into a tree.
package struct TreeLoader {
    private var tree = DirectoryTree()
    private var hasRoot = false

    package init() {
        tree.nodes = []
        tree.count = 0
        tree.propertyBytes = 0
        tree.checksum = 0
        tree.version = 0
    }

    /// Takes one directory.
    package mutating func add(_ row: DirectoryRow) throws(DirectoryTree.Inconsistency) {
        guard row.id <= DirectoryTree.highestAllowedID else {
            throw .init(description: "directory id \(row.id) is impossibly high")
        }
        while tree.nodes.count <= Int(row.id) { tree.nodes.append(.none) }
        guard !tree.nodes[Int(row.id)].isPresent else {
            throw .init(description: "directory \(row.id) occurs twice")
        }
        guard row.parent != DirectoryNode.absent else {
            throw .init(description: "directory \(row.id) has no parent")
        }
        tree.place(
            DirectoryNode(
                instance: row.instance, parent: row.parent, rank: row.rank, version: row.version, children: [],
                properties: row.properties),
            at: row.id)
    }

    /// The tree, once its links were checked.
    package mutating func finish() throws(DirectoryTree.Inconsistency) -> DirectoryTree {
        guard tree.exists(0) else { throw .init(description: "there is no root directory") }
        guard tree.nodes[0].parent == 0 else { throw .init(description: "the root directory has a parent") }
        try link()
        try checkReach()
        for id in tree.nodes.indices where !tree.nodes[id].isPresent { tree.free.insert(UInt32(id)) }
        return tree
    }

    private mutating func link() throws(DirectoryTree.Inconsistency) {
        for id in tree.nodes.indices.dropFirst() where tree.nodes[id].isPresent {
            let parent = tree.nodes[id].parent
            guard tree.exists(parent) else {
                throw .init(description: "directory \(id) belongs to directory \(parent), which does not exist")
            }
            tree.nodes[Int(parent)].children.append(UInt32(id))
        }
        for id in tree.nodes.indices where tree.nodes[id].children.count > 1 {
            let ranks = tree.nodes[id].children.map { ($0, tree.nodes[Int($0)].rank) }
            let sorted = ranks.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            tree.nodes[id].children = sorted.map(\.0)
            for (left, right) in zip(sorted, sorted.dropFirst()) where left.1 == right.1 {
                throw .init(description: "directories \(left.0) and \(right.0) claim the same place in \(id)")
            }
        }
    }

    private func checkReach() throws(DirectoryTree.Inconsistency) {
        var reached = 0
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            reached += 1
            guard reached <= tree.count else { break }
            waiting += tree.nodes[Int(id)].children
        }
        guard reached == tree.count else {
            throw .init(description: "\(tree.count - reached) directories cannot be reached from the root")
        }
    }
}
