package import NetInfoProtocol
import ONCRPC
import XDR

/// The reading procedures (`protocol.md` 3.3). All throw the server's status.
extension NetInfoConnection {
    /// Whether the server answers (PING).
    package func ping() throws(NetInfoClientError) {
        try call(.ping) { (_) throws(XDRError) in }
    }

    /// The server's state and counters (STATISTICS).
    package func statistics() throws(NetInfoClientError) -> PropertyList {
        try call(.statistics) { (reader) throws(XDRError) in try PropertyList(from: &reader) }
    }

    /// The root directory's id (ROOT).
    package func root() throws(NetInfoClientError) -> DirectoryID {
        try checkedCall(.root) { (reader) throws(XDRError) in try DirectoryID(from: &reader) }
    }

    /// The id of a directory with its current instance (SELF).
    package func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try checkedCall(.self, { id.write(to: &$0) }, results: DirectoryID.init(from:))
    }

    /// The parent of a directory (PARENT).
    package func parent(of object: UInt32) throws(NetInfoClientError) -> WithID<UInt32> {
        try checkedCall(.parent, argument(object)) { (reader) throws(XDRError) in
            WithID(value: try reader.readUInt32(), id: try DirectoryID(from: &reader))
        }
    }

    /// The ids of the children in order (CHILDREN).
    package func children(of object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]> {
        try checkedCall(.children, argument(object)) { (reader) throws(XDRError) in
            WithID(value: try reader.readIDs(), id: try DirectoryID(from: &reader))
        }
    }

    /// All properties of a directory (READ).
    package func read(_ object: UInt32) throws(NetInfoClientError) -> WithID<PropertyList> {
        try checkedCall(.read, argument(object)) { (reader) throws(XDRError) in
            let id = try DirectoryID(from: &reader)
            return WithID(value: try PropertyList(from: &reader), id: id)
        }
    }

    /// The children whose first property `key` contains `value`, in child order (LOOKUP); none is `noDirectory`.
    package func lookup(
        _ key: [UInt8], _ value: [UInt8], in object: UInt32
    ) throws(NetInfoClientError) -> WithID<[UInt32]> {
        try checkedCall(.lookup) {
            $0.write(object: object)
            $0.write(opaque: key)
            $0.write(opaque: value)
        } results: { (reader) throws(XDRError) in
            WithID(value: try reader.readIDs(), id: try DirectoryID(from: &reader))
        }
    }

    /// One entry per child with the values of its property `key` (LIST).
    package func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> WithID<[ListEntry]> {
        try checkedCall(.list) {
            $0.write(object: object)
            $0.write(opaque: key)
        } results: { (reader) throws(XDRError) in
            let count = try reader.readCount(maximum: NILimit.ids, elementSize: 8)
            var entries: [ListEntry] = []
            for _ in 0..<count { entries.append(try ListEntry(from: &reader)) }
            return WithID(value: entries, id: try DirectoryID(from: &reader))
        }
    }

    /// The properties of every child in order, without the children's ids (LISTALL).
    package func listAll(of object: UInt32) throws(NetInfoClientError) -> WithID<[PropertyList]> {
        try checkedCall(.listall, argument(object)) { (reader) throws(XDRError) in
            let id = try DirectoryID(from: &reader)
            let count = try reader.readCount(maximum: NILimit.ids, elementSize: 4)
            var lists: [PropertyList] = []
            for _ in 0..<count { lists.append(try PropertyList(from: &reader)) }
            return WithID(value: lists, id: id)
        }
    }

    /// The names of a directory's properties in order, duplicates included (LISTPROPS).
    package func propertyNames(of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        try checkedCall(.listprops, argument(object)) { (reader) throws(XDRError) in
            WithID(value: try reader.readNames(), id: try DirectoryID(from: &reader))
        }
    }

    /// The values of the property at an index (READPROP); past the last one is `noProperty`.
    package func values(ofPropertyAt index: Int, of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        try checkedCall(.readprop) {
            $0.write(object: object)
            $0.write(UInt32(truncatingIfNeeded: index))
        } results: { (reader) throws(XDRError) in
            WithID(value: try reader.readNames(), id: try DirectoryID(from: &reader))
        }
    }

    /// The parent domain's server that this server is bound to (RPARENT).
    package func parentBinding() throws(NetInfoClientError) -> BoundParent {
        try checkedCall(.rparent) { (reader) throws(XDRError) in
            BoundParent(tag: try reader.readName(), address: ClientAddress(ipv4: try reader.readUInt32()))
        }
    }

    private func argument(_ object: UInt32) -> (inout XDRWriter) -> Void {
        { $0.write(object: object) }
    }
}

extension XDRWriter {
    /// Writes an id whose instance does not matter, as for all reads (`protocol.md` 2.2).
    fileprivate mutating func write(object: UInt32) {
        DirectoryID(object: object, instance: 0).write(to: &self)
    }
}

extension XDRReader {
    /// Reads a list of directory ids (`ni_idlist`).
    fileprivate mutating func readIDs() throws(XDRError) -> [UInt32] {
        let count = try readCount(maximum: NILimit.ids, elementSize: 4)
        var ids: [UInt32] = []
        ids.reserveCapacity(count)
        for _ in 0..<count { ids.append(try readUInt32()) }
        return ids
    }
}

extension ListEntry {
    /// Reads an entry (`ni_entry`).
    fileprivate init(from reader: inout XDRReader) throws(XDRError) {
        id = try reader.readUInt32()
        values = try reader.readBool() ? try reader.readNames() : nil
    }
}
