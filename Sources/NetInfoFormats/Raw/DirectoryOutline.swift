package import NetInfoDirectory
package import NetInfoProtocol

/// A directory and everything below it, as the raw format and JSON hold it.
///
/// The directories stand in one list, parents before children, so that no depth costs stack.
package struct DirectoryOutline: Hashable, Sendable {
    /// One directory. Its children are those that follow it with a depth larger by one.
    package struct Node: Hashable, Sendable {
        /// 0 for the topmost directory.
        package var depth: Int
        package var properties: PropertyList
        /// Where the directory was read from; nil when it comes from a file.
        package var origin: Origin?

        package init(depth: Int, properties: PropertyList, origin: Origin? = nil) {
            self.depth = depth
            self.properties = properties
            self.origin = origin
        }
    }

    /// A directory's numbers in the domain it was read from.
    package struct Origin: Hashable, Sendable {
        package var id: UInt32
        package var parent: UInt32
        package var instance: UInt32
    }

    package var nodes: [Node]

    package init(nodes: [Node] = []) { self.nodes = nodes }

    /// An outline of records of which the first is the topmost and each parent comes before its children.
    package init(_ records: [DirectoryRecord]) {
        var depths: [UInt32: Int] = [:]
        nodes = records.enumerated().map { index, record in
            let depth = index == 0 ? 0 : (depths[record.parent] ?? 0) + 1
            depths[record.id] = depth
            return Node(
                depth: depth, properties: record.properties,
                origin: Origin(id: record.id, parent: record.parent, instance: record.instance))
        }
    }
}
