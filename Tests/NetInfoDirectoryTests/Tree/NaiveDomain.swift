import NetInfoDirectory
import NetInfoProtocol

/// A domain as simple as it can be: the model that the real tree is held against.
struct NaiveDomain: Equatable {
    struct Directory: Equatable {
        var instance: UInt32
        var parent: UInt32
        var children: [UInt32]
        var properties: [Property]
    }

    var directories: [UInt32: Directory] = [
        0: Directory(instance: 0, parent: 0, children: [], properties: [])
    ]

    // MARK: Reading

    var checksum: UInt32 {
        directories.reduce(0) { $0 &+ ($1.key &+ 1) &* $1.value.instance }
    }

    func lookup(_ id: UInt32, _ key: [UInt8], _ value: [UInt8]) -> [UInt32] {
        (directories[id]?.children ?? []).filter { child in
            directories[child]?.properties.first { $0.name == key }?.values.contains(value) ?? false
        }
    }

    var snapshot: DirectorySnapshot {
        DirectorySnapshot(
            records: directories.keys.sorted().compactMap { id in
                directories[id].map {
                    DirectoryRecord(
                        id: id, instance: $0.instance, parent: $0.parent, children: $0.children,
                        properties: PropertyList($0.properties))
                }
            })
    }

    // MARK: Writing

    private func find(_ id: DirectoryID) throws(NIStatus) -> Directory {
        guard let directory = directories[id.object] else { throw .noDirectory }
        guard directory.instance == id.instance else { throw .stale }
        return directory
    }

    mutating func create(
        _ parent: DirectoryID, _ properties: [Property], at place: UInt32
    ) throws(NIStatus) -> [DirectoryID] {
        var directory = try find(parent)
        var id: UInt32 = 0
        while directories[id] != nil { id += 1 }
        directory.children.insert(id, at: min(Int(place), directory.children.count))
        directory.instance &+= 1
        directories[parent.object] = directory
        directories[id] = Directory(instance: 0, parent: parent.object, children: [], properties: properties)
        return [DirectoryID(object: id, instance: 0), current(parent.object)]
    }

    mutating func destroy(_ child: DirectoryID, of parent: DirectoryID) throws(NIStatus) -> [DirectoryID] {
        var directory = try find(parent)
        guard try find(child).children.isEmpty else { throw .notEmpty }
        guard let place = directory.children.firstIndex(of: child.object) else { throw .unrelated }
        directory.children.remove(at: place)
        directory.instance &+= 1
        directories[child.object] = nil
        directories[parent.object] = directory
        return [current(parent.object)]
    }

    /// Changes the properties by `body`, which has the present ones.
    mutating func change(
        _ id: DirectoryID, _ body: (inout [Property]) throws(NIStatus) -> Void
    ) throws(NIStatus) -> [DirectoryID] {
        var directory = try find(id)
        try body(&directory.properties)
        directory.instance &+= 1
        directories[id.object] = directory
        return [current(id.object)]
    }

    func current(_ id: UInt32) -> DirectoryID {
        DirectoryID(object: id, instance: directories[id]?.instance ?? 0)
    }
}
