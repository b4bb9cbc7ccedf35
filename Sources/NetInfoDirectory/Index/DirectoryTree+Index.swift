package import NetInfoProtocol

extension DirectoryTree {
    /// Directories with fewer children are searched child by child.
    static let indexThreshold = 16
    /// Keys indexed per directory; the oldest index gives way.
    static let indexesPerDirectory = 16
    /// Longer keys are not worth an index.
    static let longestIndexedKey = 256

    /// The children of `directory` whose first property called `key` contains `value`, in child order
    /// (`protocol.md` 3.3).
    package mutating func lookup(
        _ directory: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(NIStatus) -> [UInt32] {
        switch try matches(directory, key, value) {
        case .none: return []
        case .one(let child): return [child]
        case .many(let children): return children
        }
    }

    /// The first of the children that `lookup` finds.
    package mutating func lookupFirst(
        _ directory: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(NIStatus) -> UInt32? {
        switch try matches(directory, key, value) {
        case .none: return nil
        case .one(let child): return child
        case .many(let children): return children.first
        }
    }

    private mutating func matches(
        _ directory: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(NIStatus) -> ValueIndex.Matches {
        guard exists(directory) else { throw .noDirectory }
        let children = nodes[Int(directory)].children
        if children.count < Self.indexThreshold || key.count > Self.longestIndexedKey {
            return scan(children, key, value)
        }
        let place = indexPlace(directory, key) ?? build(directory, [UInt8](key))
        if indexes[directory]?[place].isAmbiguous ?? true { return scan(children, key, value) }
        return indexes[directory]?[place].find(ValueIndex.hash(value)) { has($0, key, value) } ?? .none
    }

    private func scan(
        _ children: [UInt32], _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) -> ValueIndex.Matches {
        let found = children.filter { has($0, key, value) }
        guard let first = found.first else { return .none }
        return found.count == 1 ? .one(first) : .many(found)
    }

    private func has(_ child: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
        nodes[Int(child)].properties.withUnsafeBytes { PropertyBytes($0).contains(key, value) }
    }

    private func indexPlace(_ directory: UInt32, _ key: UnsafeRawBufferPointer) -> Int? {
        indexes[directory]?.firstIndex { index in
            index.key.withUnsafeBytes { PropertyBytes.equal($0, key) }
        }
    }

    private mutating func build(_ directory: UInt32, _ key: [UInt8]) -> Int {
        let children = nodes[Int(directory)].children
        var index = ValueIndex(key: key, capacity: children.count)
        for child in children { note(child, in: &index) }
        var list = indexes[directory] ?? []
        if list.count >= Self.indexesPerDirectory { list.removeFirst() }
        list.append(index)
        indexes[directory] = list
        return list.count - 1
    }

    private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        nodes[Int(left)].rank < nodes[Int(right)].rank
    }

    private func note(_ child: UInt32, in index: inout ValueIndex) {
        let key = index.key
        var first: UInt64?
        var several: [UInt64] = []
        key.withUnsafeBytes { key in
            nodes[Int(child)].properties.withUnsafeBytes { properties in
                PropertyBytes(properties).forEachValue(of: key) { value in
                    let hash = ValueIndex.hash(value)
                    index.insert(child, hash, { has($0, key, value) }, precedes: precedes)
                    if let first { several += several.isEmpty ? [first, hash] : [hash] } else { first = hash }
                    return true
                }
            }
        }
        if ValueIndex.areAmbiguous(several) { index.isAmbiguous = true }
    }

    private func forget(_ child: UInt32, in index: inout ValueIndex) {
        let key = index.key
        key.withUnsafeBytes { key in
            nodes[Int(child)].properties.withUnsafeBytes { properties in
                PropertyBytes(properties).forEachValue(of: key) { value in
                    index.remove(child, ValueIndex.hash(value), { has($0, key, value) }, precedes: precedes)
                    return true
                }
            }
        }
    }

    /// Enters a child, as it stands now, into the indexes of its parent.
    mutating func enterIndexes(_ child: UInt32, of parent: UInt32) {
        guard var list = indexes.removeValue(forKey: parent) else { return }
        for place in list.indices { note(child, in: &list[place]) }
        indexes[parent] = list
    }

    /// Takes a child, as it stands now, out of the indexes of its parent.
    mutating func leaveIndexes(_ child: UInt32, of parent: UInt32) {
        guard var list = indexes.removeValue(forKey: parent) else { return }
        for place in list.indices { forget(child, in: &list[place]) }
        indexes[parent] = list
    }
}
