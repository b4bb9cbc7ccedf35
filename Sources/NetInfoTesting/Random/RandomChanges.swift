package import NetInfoDirectory
package import NetInfoProtocol

/// Changes a domain at random, the way clients do.
package struct RandomChanges {
    /// Where the decisions come from.
    package var numbers: SeededGenerator
    /// How deep directories may lie below the root.
    package var deepest = 12
    private let directories = RandomDirectories()

    package init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    /// A domain to begin with: ids with holes, instances of any size, and children in an order of their own.
    package mutating func tree(directories count: Int) throws -> DirectoryTree {
        var rows = [row(0, below: 0)]
        for _ in 1..<max(count, 2) {
            let parent = rows[Int.random(in: 0..<rows.count, using: &numbers)].id
            let last = rows.last?.id ?? 0
            rows.append(row(last + UInt32.random(in: 1...3, using: &numbers), below: parent))
        }
        return try DirectoryTree(rows: rows.shuffled(using: &numbers))
    }

    private mutating func row(_ id: UInt32, below parent: UInt32) -> DirectoryRow {
        DirectoryRow(
            id: id, parent: parent, rank: Int64.random(in: -1 << 60...1 << 60, using: &numbers),
            instance: UInt32.random(in: 0...(.max), using: &numbers), version: id + 1,
            properties: directories.properties(&numbers).encoded)
    }

    /// Makes one change: a directory comes, goes or changes.
    package mutating func apply(to tree: inout DirectoryTree, _ change: inout TreeChange) throws(NIStatus) {
        let id = try tree.current(pick(tree))
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0..<9: try create(below: shallow(id, tree), &tree, &change)
        case 9..<13: try destroy(leaf(below: id, tree), &tree, &change)
        case 13..<16: try rename(id, &tree, &change)
        case 16: _ = try tree.write(id, directories.properties(&numbers), by: .superuser, &change)
        case 17:
            _ = try tree.createProperty(
                id, directories.property(&numbers), where: UInt32.random(in: 0...3, using: &numbers), by: .superuser,
                &change)
        default:
            guard try !tree.properties(of: id.object).properties.isEmpty else { return }
            _ = try tree.destroyProperty(id, at: 0, by: .superuser, &change)
        }
    }

    private mutating func pick(_ tree: DirectoryTree) -> UInt32 {
        while true {
            let id = UInt32.random(in: 0...tree.highestID, using: &numbers)
            if tree.exists(id) { return id }
        }
    }

    /// The directory itself, or the first above it that may still have children.
    private func shallow(_ id: DirectoryID, _ tree: DirectoryTree) throws(NIStatus) -> DirectoryID {
        var path = [id.object]
        while let last = path.last, last != 0, let parent = tree.parent(of: last) { path.append(parent) }
        return try tree.current(path[max(0, path.count - deepest)])
    }

    private mutating func leaf(below id: DirectoryID, _ tree: DirectoryTree) -> UInt32 {
        var leaf = id.object
        while let child = tree.children(of: leaf).randomElement(using: &numbers) { leaf = child }
        return leaf
    }

    private mutating func create(
        below parent: DirectoryID, _ tree: inout DirectoryTree, _ change: inout TreeChange
    ) throws(NIStatus) {
        let place = UInt32.random(in: 0...UInt32(tree.children(of: parent.object).count), using: &numbers)
        _ = try tree.create(below: parent, directories.properties(&numbers), where: place, by: .superuser, &change)
    }

    private func destroy(
        _ id: UInt32, _ tree: inout DirectoryTree, _ change: inout TreeChange
    ) throws(NIStatus) {
        guard id != 0, let parent = tree.parent(of: id) else { return }
        _ = try tree.destroy(tree.current(id), below: tree.current(parent), by: .superuser, &change)
    }

    private mutating func rename(
        _ id: DirectoryID, _ tree: inout DirectoryTree, _ change: inout TreeChange
    ) throws(NIStatus) {
        let properties = try tree.properties(of: id.object).properties
        let values = directories.names(&numbers)
        guard let place = properties.firstIndex(where: { $0.name.elementsEqual("name".utf8) }) else {
            let name = Property(name: Array("name".utf8), values: values)
            _ = try tree.createProperty(id, name, where: 0, by: .superuser, &change)
            return
        }
        _ = try tree.writeProperty(id, at: UInt32(place), values, by: .superuser, &change)
    }
}
