package import NetInfoProtocol
package import XDR

/// The reading procedures (`protocol.md` 3.3), each writing the results that follow the status.
///
/// What `withheld` hides, the caller must not see: not by reading, and not by looking for a value that it guesses.
extension DirectoryTree {
    /// READ: the id and all properties.
    package func read(
        _ id: UInt32, _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        try current(id).write(to: &reply)
        appendProperties(id, withheld, &reply)
    }

    private func appendProperties(_ id: UInt32, _ withheld: WithheldProperties?, _ reply: inout XDRWriter) {
        nodes[Int(id)].properties.withUnsafeBytes { bytes in
            if let withheld {
                PropertyBytes(bytes).append(hiding: withheld, to: &reply)
            } else {
                reply.append(bytes)
            }
        }
    }

    /// CHILDREN: ids in order, and the directory's own.
    package func children(_ id: UInt32, _ reply: inout XDRWriter) throws(NIStatus) {
        let own = try current(id)
        reply.write(array: nodes[Int(id)].children)
        own.write(to: &reply)
    }

    /// PARENT: the parent's object id, and the directory's own.
    package func parent(_ id: UInt32, _ reply: inout XDRWriter) throws(NIStatus) {
        let own = try current(id)
        reply.write(nodes[Int(id)].parent)
        own.write(to: &reply)
    }

    /// LIST: per child the values of its first property called `key` that has any.
    package func list(
        _ id: UInt32, _ key: UnsafeRawBufferPointer, _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        let own = try current(id)
        let isHidden = withheld?.hides(key) ?? false
        let children = nodes[Int(id)].children
        reply.write(UInt32(children.count))
        for child in children {
            reply.write(child)
            nodes[Int(child)].properties.withUnsafeBytes { bytes in
                let properties = PropertyBytes(bytes)
                if isHidden, properties.values(of: key) != nil {
                    reply.write(true)
                    reply.write(names: [WithheldProperties.marker])
                } else {
                    Self.appendNames(properties, key, &reply)
                }
            }
        }
        own.write(to: &reply)
    }

    private static func appendNames(
        _ properties: PropertyBytes, _ key: UnsafeRawBufferPointer, _ reply: inout XDRWriter
    ) {
        guard let start = properties.values(of: key, nonEmpty: true), let values = properties.encodedValues(at: start)
        else {
            reply.write(false)
            return
        }
        reply.write(true)
        reply.append(values)
    }

    /// LISTALL: the directory's id first, then every child's properties without the child's id.
    package func listAll(
        _ id: UInt32, _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        try current(id).write(to: &reply)
        let children = nodes[Int(id)].children
        reply.write(UInt32(children.count))
        for child in children { appendProperties(child, withheld, &reply) }
    }

    /// LISTPROPS: the names of the properties, and the id.
    package func listProperties(_ id: UInt32, _ reply: inout XDRWriter) throws(NIStatus) {
        let own = try current(id)
        reply.write(names: try properties(of: id).properties.map(\.name))
        own.write(to: &reply)
    }

    /// READPROP: the values at a property index, and the id.
    package func readProperty(
        _ id: UInt32, at index: UInt32, _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        let own = try current(id)
        let list = try shownProperties(of: id, withheld)
        guard Int(index) < list.count else { throw .noProperty }
        reply.write(names: list[Int(index)].values)
        own.write(to: &reply)
    }

    /// READNAME: the id, then one value.
    package func readName(
        _ id: UInt32, property index: UInt32, at position: UInt32, _ withheld: WithheldProperties? = nil,
        _ reply: inout XDRWriter
    ) throws(NIStatus) {
        let own = try current(id)
        let list = try shownProperties(of: id, withheld)
        guard Int(index) < list.count else { throw .noProperty }
        guard Int(position) < list[Int(index)].values.count else { throw .noName }
        own.write(to: &reply)
        reply.write(opaque: list[Int(index)].values[Int(position)])
    }

    private func shownProperties(
        of id: UInt32, _ withheld: WithheldProperties?
    ) throws(NIStatus) -> [Property] {
        let list = try properties(of: id).properties
        guard let withheld else { return list }
        return list.map(withheld.shown)
    }

    /// LOOKUP: the ids of the children that match in child order, and the searched directory's id.
    package mutating func lookup(
        _ id: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        if let withheld, withheld.hides(key) { throw .noDirectory }
        let found = try lookup(id, key, value)
        guard !found.isEmpty else { throw .noDirectory }
        reply.write(array: found)
        try current(id).write(to: &reply)
    }

    /// LOOKUPREAD: the searched directory's id and the properties of the first child that matches.
    package mutating func lookupRead(
        _ id: UInt32, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter
    ) throws(NIStatus) {
        if let withheld, withheld.hides(key) { throw .noDirectory }
        guard let child = try lookupFirst(id, key, value) else { throw .noDirectory }
        try current(id).write(to: &reply)
        appendProperties(child, withheld, &reply)
    }

    /// READALL: every directory in depth-first pre-order as an XDR linked list (`protocol.md` 5.7).
    package func readAll(_ withheld: WithheldProperties? = nil, _ reply: inout XDRWriter) {
        // Six words a directory beside its properties: growing step by step would copy everything several times.
        _ = reply.reserve(propertyBytes + 24 * count + 16)
        reply.write(checksum)
        reply.write(highestID)
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            let node = nodes[Int(id)]
            reply.write(true)
            reply.write(id)
            reply.write(node.instance)
            appendProperties(id, withheld, &reply)
            reply.write(node.parent)
            reply.write(array: node.children)
            waiting += node.children.reversed()
        }
        reply.write(false)
    }

    /// SELF with the special ids that ask for versions (`protocol.md` 3.3).
    package func selfID(_ id: DirectoryID) throws(NIStatus) -> DirectoryID {
        switch id.object {
        case 0xFFFF_FFFF:
            let wanted = id.instance == 0xFFFF_FFFF ? version : id.instance
            guard let found = nodes.firstIndex(where: { $0.isPresent && $0.version == wanted }) else {
                throw .noDirectory
            }
            return DirectoryID(object: UInt32(found), instance: wanted)
        case 0xFFFF_FFFE:
            guard exists(id.instance) else { throw .noDirectory }
            return DirectoryID(object: id.instance, instance: nodes[Int(id.instance)].version)
        default:
            return try current(id.object)
        }
    }
}
