package import NetInfoProtocol

/// The ten writing procedures, their checks in the order of `protocol.md` 3.2.
extension DirectoryTree {
    /// Creates a directory (`protocol.md` 3.4) with the smallest free id and instance 0.
    package mutating func create(
        below parent: DirectoryID, _ properties: PropertyList, where place: UInt32, by writer: Writer,
        _ change: inout TreeChange
    ) throws(NIStatus) -> (new: DirectoryID, parent: DirectoryID) {
        try check(parent)
        try permit(writer, parent.object)
        let count = nodes[Int(parent.object)].children.count
        guard count < NILimit.ids, nodes.count < 1 << 30 else { throw .noSpace }
        let id = attach(
            properties.encoded, instance: 0, to: parent.object, at: min(Int(place), count), &change)
        touch(parent.object, &change)
        return (try current(id), try current(parent.object))
    }

    /// Destroys a directory without children (`protocol.md` 3.5).
    package mutating func destroy(
        _ child: DirectoryID, below parent: DirectoryID, by writer: Writer, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        try check(parent)
        try permit(writer, parent.object)
        try check(child)
        guard nodes[Int(child.object)].children.isEmpty else { throw .notEmpty }
        guard child.object != 0, nodes[Int(child.object)].parent == parent.object,
            let place = position(of: child.object, in: parent.object)
        else { throw .unrelated }
        detach(child.object, from: parent.object, at: place, &change)
        touch(parent.object, &change)
        return try current(parent.object)
    }

    /// Replaces all properties (`protocol.md` 3.6).
    package mutating func write(
        _ id: DirectoryID, _ properties: PropertyList, by writer: Writer, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        try check(id)
        try permit(writer, id.object)
        var properties = properties
        if let withheld = writer.withheld {
            properties = withheld.restored(properties, from: try self.properties(of: id.object))
        }
        replaceProperties(id.object, properties.encoded, &change)
        return try current(id.object)
    }

    /// Inserts a property, even if one of its name exists.
    package mutating func createProperty(
        _ id: DirectoryID, _ property: Property, where place: UInt32, by writer: Writer,
        _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        try check(id)
        try permit(writer, id.object)
        var list = try properties(of: id.object)
        guard list.properties.count < NILimit.properties else { throw .noSpace }
        list.properties.insert(property, at: min(Int(place), list.properties.count))
        return try store(list, id.object, &change)
    }

    /// Removes the property at an index.
    package mutating func destroyProperty(
        _ id: DirectoryID, at index: UInt32, by writer: Writer, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try propertyToChange(id, index)
        let unlocks = writer.mayUnlock && AccessList.locks(list.properties[place].name)
        try permit(unlocks ? Writer(writer.identity) : writer, id.object)
        list.properties.remove(at: place)
        return try store(list, id.object, &change)
    }

    /// Renames the property at an index.
    package mutating func renameProperty(
        _ id: DirectoryID, at index: UInt32, to name: [UInt8], by writer: Writer, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try propertyToChange(id, index)
        try permit(writer, id.object)
        guard !reveals(list.properties[place].name, as: name, writer) else { throw .permissionDenied }
        list.properties[place].name = name
        return try store(list, id.object, &change)
    }

    /// Replaces the values of the property at an index.
    package mutating func writeProperty(
        _ id: DirectoryID, at index: UInt32, _ values: [[UInt8]], by writer: Writer,
        _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try propertyToChange(id, index)
        try permit(writer, id.object, values: list.properties[place].name)
        if !keepsHidden(list.properties[place].name, values, writer) { list.properties[place].values = values }
        return try store(list, id.object, &change)
    }

    /// Inserts a value.
    package mutating func createName(
        _ id: DirectoryID, property index: UInt32, _ value: [UInt8], where position: UInt32,
        by writer: Writer, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try propertyToChange(id, index)
        try permit(writer, id.object, values: list.properties[place].name)
        let count = list.properties[place].values.count
        guard count < NILimit.values else { throw .noSpace }
        list.properties[place].values.insert(value, at: min(Int(position), count))
        return try store(list, id.object, &change)
    }

    /// Removes a value.
    package mutating func destroyName(
        _ id: DirectoryID, property index: UInt32, at position: UInt32, by writer: Writer,
        _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try valueToChange(id, index, position)
        try permit(writer, id.object, values: list.properties[place].name)
        list.properties[place].values.remove(at: Int(position))
        return try store(list, id.object, &change)
    }

    /// Replaces a value.
    package mutating func writeName(
        _ id: DirectoryID, property index: UInt32, at position: UInt32, _ value: [UInt8], by writer: Writer,
        _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        var (list, place) = try valueToChange(id, index, position)
        try permit(writer, id.object, values: list.properties[place].name)
        if !keepsHidden(list.properties[place].name, [value], writer) {
            list.properties[place].values[Int(position)] = value
        }
        return try store(list, id.object, &change)
    }

    // MARK: Checks

    /// The two highest ids stand for versions in SELF (`protocol.md` 3.3): a write to what they name is stale.
    private func check(_ id: DirectoryID) throws(NIStatus) {
        guard id.object < 0xFFFF_FFFE else {
            _ = try selfID(id)
            throw .stale
        }
        guard try current(id.object).instance == id.instance else { throw .stale }
    }

    private func permit(_ writer: Writer, _ id: UInt32) throws(NIStatus) {
        let admitted = withProperties(of: id) { AccessList.admits(writer.identity, to: $0) }
        guard admitted == true else { throw .permissionDenied }
        try checkLock(writer, id)
    }

    private func permit(_ writer: Writer, _ id: UInt32, values property: [UInt8]) throws(NIStatus) {
        let admitted = withProperties(of: id) { AccessList.admits(writer.identity, to: $0, values: property) }
        guard admitted == true else { throw .permissionDenied }
        try checkLock(writer, id)
    }

    private func checkLock(_ writer: Writer, _ id: UInt32) throws(NIStatus) {
        guard writer.obeysLocks else { return }
        guard withProperties(of: id, AccessList.isLocked) == false else { throw .readOnly }
    }

    /// Whether values are those that the writer was shown in place of hidden ones.
    private func keepsHidden(_ name: [UInt8], _ values: [[UInt8]], _ writer: Writer) -> Bool {
        values == [WithheldProperties.marker] && writer.withheld?.hides(name) ?? false
    }

    /// Whether a writer who is not root could read hidden values once their property has another name.
    private func reveals(_ name: [UInt8], as other: [UInt8], _ writer: Writer) -> Bool {
        guard writer.identity != .superuser, let withheld = writer.withheld else { return false }
        return withheld.hides(name) && !withheld.hides(other)
    }

    private func propertyToChange(
        _ id: DirectoryID, _ index: UInt32
    ) throws(NIStatus) -> (PropertyList, Int) {
        try check(id)
        let list = try properties(of: id.object)
        guard Int(index) < list.properties.count else { throw .noProperty }
        return (list, Int(index))
    }

    private func valueToChange(
        _ id: DirectoryID, _ index: UInt32, _ position: UInt32
    ) throws(NIStatus) -> (PropertyList, Int) {
        let (list, place) = try propertyToChange(id, index)
        guard Int(position) < list.properties[place].values.count else { throw .noName }
        return (list, place)
    }

    private mutating func store(
        _ list: PropertyList, _ id: UInt32, _ change: inout TreeChange
    ) throws(NIStatus) -> DirectoryID {
        replaceProperties(id, list.encoded, &change)
        return try current(id)
    }

    /// A directory's properties taken apart.
    package func properties(of id: UInt32) throws(NIStatus) -> PropertyList {
        guard exists(id) else { throw .noDirectory }
        do {
            return try PropertyList(encoded: nodes[Int(id)].properties)
        } catch {
            throw .serial
        }
    }
}
