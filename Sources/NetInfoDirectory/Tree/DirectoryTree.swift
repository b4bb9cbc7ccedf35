package import NetInfoProtocol

/// One domain in memory: every directory, their order, and the index that lookups use.
///
/// Pure: no input or output, no clock, no threads. Its owner locks it.
package struct DirectoryTree: Sendable {
    var nodes: ContiguousArray<DirectoryNode> = []
    var free = FreeIDs()
    var indexes: [UInt32: [ValueIndex]] = [:]

    /// Directories in the tree.
    package internal(set) var count = 0

    /// Σ (id + 1) × instance modulo 2^32 (`protocol.md` 5.3).
    package internal(set) var checksum: UInt32 = 0

    /// The change counter of the latest save (`protocol.md` 2.5).
    package internal(set) var version: UInt32 = 0

    /// Bytes that all property lists take, in their XDR form.
    package internal(set) var propertyBytes = 0

    /// The space between the ranks of neighbours.
    static let rankGap: Int64 = 1 << 32

    /// A domain with nothing but an empty root of instance 0.
    package init() {
        nodes = [DirectoryNode.none]
        place(
            DirectoryNode(instance: 0, parent: 0, rank: 0, version: 0, children: [], properties: [0, 0, 0, 0]), at: 0)
    }

    /// The largest object id in use.
    package var highestID: UInt32 { UInt32(nodes.count - 1) }

    /// Whether a directory of this id exists.
    package func exists(_ id: UInt32) -> Bool {
        id < UInt32(nodes.count) && nodes[Int(id)].isPresent
    }

    /// The id with its current instance, or `NI_NODIR` (`protocol.md` 3.1).
    package func current(_ id: UInt32) throws(NIStatus) -> DirectoryID {
        guard exists(id) else { throw .noDirectory }
        return DirectoryID(object: id, instance: nodes[Int(id)].instance)
    }

    /// Calls `body` with the XDR form of a directory's properties.
    package func withProperties<Result>(of id: UInt32, _ body: (PropertyBytes) -> Result) -> Result? {
        guard exists(id) else { return nil }
        return nodes[Int(id)].properties.withUnsafeBytes { body(PropertyBytes($0)) }
    }

    /// A directory's children in order; empty when there is no such directory.
    package func children(of id: UInt32) -> [UInt32] {
        exists(id) ? nodes[Int(id)].children : []
    }

    /// A directory's parent.
    package func parent(of id: UInt32) -> UInt32? {
        exists(id) ? nodes[Int(id)].parent : nil
    }

    // MARK: The table

    mutating func place(_ node: DirectoryNode, at id: UInt32) {
        nodes[Int(id)] = node
        count += 1
        propertyBytes += node.properties.count
        checksum &+= Self.weight(id, node.instance)
        version = max(version, node.version)
    }

    static func weight(_ id: UInt32, _ instance: UInt32) -> UInt32 { (id &+ 1) &* instance }

    /// Takes the smallest unused id out of the free ones.
    mutating func allocate() -> UInt32 {
        while let id = free.smallest {
            free.removeSmallest()
            if id < UInt32(nodes.count), !nodes[Int(id)].isPresent { return id }
        }
        nodes.append(.none)
        return UInt32(nodes.count - 1)
    }

    mutating func release(_ id: UInt32) {
        checksum &-= Self.weight(id, nodes[Int(id)].instance)
        propertyBytes -= nodes[Int(id)].properties.count
        nodes[Int(id)] = .none
        indexes[id] = nil
        count -= 1
        if Int(id) == nodes.count - 1 {
            while let last = nodes.last, !last.isPresent { nodes.removeLast() }
        } else {
            free.insert(id)
        }
    }

    mutating func setInstance(_ id: UInt32, _ instance: UInt32, version newVersion: UInt32) {
        checksum &-= Self.weight(id, nodes[Int(id)].instance)
        nodes[Int(id)].instance = instance
        nodes[Int(id)].version = newVersion
        checksum &+= Self.weight(id, instance)
    }

    mutating func nextVersion() -> UInt32 {
        version &+= 1
        return version
    }

    // MARK: Order

    /// Where a child stands in its parent's list.
    func position(of child: UInt32, in parent: UInt32) -> Int? {
        let siblings = nodes[Int(parent)].children
        let place = lowerBound(nodes[Int(child)].rank, siblings)
        return place < siblings.count && siblings[place] == child ? place : nil
    }

    func lowerBound(_ rank: Int64, _ siblings: [UInt32]) -> Int {
        var (low, high) = (0, siblings.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[Int(siblings[middle])].rank < rank { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A rank that puts a new child at `place`, or nil when its neighbours leave no gap.
    func rank(at place: Int, in parent: UInt32) -> Int64? {
        let siblings = nodes[Int(parent)].children
        guard !siblings.isEmpty else { return 0 }
        if place == siblings.count {
            let (rank, overflow) = nodes[Int(siblings[place - 1])].rank.addingReportingOverflow(Self.rankGap)
            return overflow ? nil : rank
        }
        let after = nodes[Int(siblings[place])].rank
        if place == 0 {
            let (rank, overflow) = after.subtractingReportingOverflow(Self.rankGap)
            return overflow ? nil : rank
        }
        let before = nodes[Int(siblings[place - 1])].rank
        let middle = before / 2 + after / 2 + (before % 2 + after % 2) / 2
        return middle > before && middle < after ? middle : nil
    }
}
