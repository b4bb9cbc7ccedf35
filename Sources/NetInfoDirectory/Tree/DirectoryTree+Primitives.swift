import NetInfoProtocol

/// The four changes everything else consists of, and the way back from each.
extension DirectoryTree {
    /// Replaces a directory's properties and counts the save.
    mutating func replaceProperties(_ id: UInt32, _ properties: [UInt8], _ change: inout TreeChange) {
        let node = nodes[Int(id)]
        change.undo.append(
            .properties(id: id, properties: node.properties, instance: node.instance, version: node.version))
        swapProperties(id, properties)
        setInstance(id, node.instance &+ 1, version: nextVersion())
        change.rows.append(.put(row(id)))
    }

    private mutating func swapProperties(_ id: UInt32, _ properties: [UInt8]) {
        let parent = nodes[Int(id)].parent
        let isIndexed = id != 0 && indexes[parent] != nil
        if isIndexed { leaveIndexes(id, of: parent) }
        propertyBytes += properties.count - nodes[Int(id)].properties.count
        nodes[Int(id)].properties = properties
        if isIndexed { enterIndexes(id, of: parent) }
    }

    /// Counts a save of a directory whose children changed.
    mutating func touch(_ id: UInt32, _ change: inout TreeChange) {
        let node = nodes[Int(id)]
        change.undo.append(.instance(id: id, instance: node.instance, version: node.version))
        setInstance(id, node.instance &+ 1, version: nextVersion())
        change.rows.append(.touch(id: id, instance: nodes[Int(id)].instance, version: nodes[Int(id)].version))
    }

    /// Adds a directory below `parent` at `place` of its children.
    mutating func attach(
        _ properties: [UInt8], instance: UInt32, to parent: UInt32, at place: Int, _ change: inout TreeChange
    ) -> UInt32 {
        if rank(at: place, in: parent) == nil { spreadRanks(of: parent, &change) }
        let rank = rank(at: place, in: parent) ?? 0
        let id = allocate()
        let node = DirectoryNode(
            instance: instance, parent: parent, rank: rank, version: nextVersion(), children: [],
            properties: properties)
        self.place(node, at: id)
        nodes[Int(parent)].children.insert(id, at: place)
        enterIndexes(id, of: parent)
        change.undo.append(.created(id: id))
        change.rows.append(.put(row(id)))
        return id
    }

    /// Takes a directory without children out of its parent's list at `place`.
    mutating func detach(_ id: UInt32, from parent: UInt32, at place: Int, _ change: inout TreeChange) {
        let node = nodes[Int(id)]
        let copy = DirectoryNodeCopy(
            instance: node.instance, parent: parent, rank: node.rank, version: node.version,
            properties: node.properties)
        change.undo.append(.destroyed(id: id, node: copy))
        leaveIndexes(id, of: parent)
        nodes[Int(parent)].children.remove(at: place)
        release(id)
        change.rows.append(.remove(id: id))
    }

    /// Gives the children of a directory fresh, evenly spaced ranks in their present order.
    private mutating func spreadRanks(of parent: UInt32, _ change: inout TreeChange) {
        let children = nodes[Int(parent)].children
        change.undo.append(.ranks(children.map { ($0, nodes[Int($0)].rank) }))
        for (place, child) in children.enumerated() {
            nodes[Int(child)].rank = Int64(place) * Self.rankGap
            change.rows.append(.rank(id: child, rank: nodes[Int(child)].rank))
        }
    }

    func row(_ id: UInt32) -> DirectoryRow {
        let node = nodes[Int(id)]
        return DirectoryRow(
            id: id, parent: node.parent, rank: node.rank, instance: node.instance, version: node.version,
            properties: node.properties)
    }

    // MARK: The way back

    /// Undoes a change. Changes are undone in the reverse of their order, without gaps.
    package mutating func revert(_ change: TreeChange) {
        for step in change.undo.reversed() { revert(step) }
    }

    private mutating func revert(_ step: TreeChange.Undo) {
        switch step {
        case .properties(let id, let properties, let instance, let version):
            swapProperties(id, properties)
            setInstance(id, instance, version: version)
        case .instance(let id, let instance, let version):
            setInstance(id, instance, version: version)
        case .created(let id):
            let parent = nodes[Int(id)].parent
            leaveIndexes(id, of: parent)
            if let place = position(of: id, in: parent) { nodes[Int(parent)].children.remove(at: place) }
            release(id)
        case .destroyed(let id, let node): restore(id, node)
        case .ranks(let ranks):
            for (id, rank) in ranks { nodes[Int(id)].rank = rank }
        }
    }

    private mutating func restore(_ id: UInt32, _ copy: DirectoryNodeCopy) {
        while nodes.count <= Int(id) {
            if nodes.count < Int(id) { free.insert(UInt32(nodes.count)) }
            nodes.append(.none)
        }
        let node = DirectoryNode(
            instance: copy.instance, parent: copy.parent, rank: copy.rank, version: copy.version, children: [],
            properties: copy.properties)
        place(node, at: id)
        let position = lowerBound(copy.rank, nodes[Int(copy.parent)].children)
        nodes[Int(copy.parent)].children.insert(id, at: position)
        enterIndexes(id, of: copy.parent)
    }
}
