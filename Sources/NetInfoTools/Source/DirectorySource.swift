package import NetInfoClient
package import NetInfoDirectory
package import NetInfoProtocol

/// Where tools read directories: a live domain, or a database folder on this machine.
///
/// All methods throw the status that a server would give; a directory that does not exist is `noDirectory`.
package protocol DirectorySource {
    /// The ids of a directory's children, in order.
    func children(of directory: UInt32) throws(NetInfoClientError) -> [UInt32]

    /// The properties of a directory, and its instance.
    func entry(of directory: UInt32) throws(NetInfoClientError) -> DirectoryEntry

    /// The id of a directory's parent; the root is its own.
    func parent(of directory: UInt32) throws(NetInfoClientError) -> UInt32

    /// The children whose first property `key` contains `value`, in child order; empty when there is none.
    func lookup(
        _ key: [UInt8], _ value: [UInt8], in directory: UInt32
    ) throws(NetInfoClientError) -> [UInt32]

    /// The entries of many directories in this order, without those that do not exist any more.
    func entries(of directories: [UInt32]) throws(NetInfoClientError) -> [DirectoryEntry]

    /// The children of many directories, without those that do not exist any more.
    func childLists(of directories: [UInt32]) throws(NetInfoClientError) -> [UInt32: [UInt32]]
}

/// One directory as it was read.
package struct DirectoryEntry: Hashable, Sendable {
    package var id: DirectoryID
    package var properties: PropertyList

    package init(id: DirectoryID, properties: PropertyList) {
        self.id = id
        self.properties = properties
    }
}

extension DirectorySource {
    /// The directory that a path leads to; `noDirectory` when there is none. The first child that matches a component
    /// counts (`tools.md` 3.1).
    package func search(_ path: DirectoryPath, from start: UInt32 = 0) throws(NetInfoClientError) -> UInt32 {
        switch path.target {
        case .id(let id): return try entry(of: id).id.object
        case .components(let components):
            var directory = start
            for component in components {
                guard let next = try lookup(component.key, component.value, in: directory).first else {
                    throw NetInfoClientError(.noDirectory)
                }
                directory = next
            }
            return directory
        }
    }

    /// The properties of a directory.
    package func properties(of directory: UInt32) throws(NetInfoClientError) -> PropertyList {
        try entry(of: directory).properties
    }

    /// A directory and everything below it, parents before children, children in order.
    ///
    /// Reads level by level, so that depth costs no stack; a directory that shows up twice is taken once.
    package func subtree(of directory: UInt32) throws(NetInfoClientError) -> [DirectoryRecord] {
        let top = try entry(of: directory)
        var found: [UInt32: DirectoryRecord] = [:]
        var level = [(entry: top, parent: try parent(of: directory))]
        var seen: Set<UInt32> = [directory]
        while !level.isEmpty {
            let lists = try childLists(of: level.map(\.entry.id.object))
            var below: [(id: UInt32, parent: UInt32)] = []
            for (entry, parent) in level {
                let id = entry.id.object
                let children = (lists[id] ?? []).filter { seen.insert($0).inserted }
                found[id] = DirectoryRecord(
                    id: id, instance: entry.id.instance, parent: parent, children: children,
                    properties: entry.properties)
                below += children.map { ($0, id) }
            }
            let parents = Dictionary(below.map { ($0.id, $0.parent) }) { first, _ in first }
            level = try entries(of: below.map(\.id)).map { ($0, parents[$0.id.object] ?? directory) }
        }
        return Self.ordered(found, from: directory)
    }

    private static func ordered(_ found: [UInt32: DirectoryRecord], from top: UInt32) -> [DirectoryRecord] {
        var records: [DirectoryRecord] = []
        var waiting = [top]
        while let id = waiting.popLast() {
            guard var record = found[id] else { continue }
            record.children.removeAll { found[$0] == nil }
            waiting += record.children.reversed()
            records.append(record)
        }
        return records
    }
}
