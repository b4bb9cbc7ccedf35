package import NetInfoProtocol
package import XDR

/// The writing procedures (`protocol.md` 3.4 to 3.6).
///
/// Each takes the directory's id with the instance the caller knows, throws `stale` when the directory has changed
/// since, and returns the id with its new instance.
extension NetInfoConnection {
    /// Makes a directory as the last child (CREATE).
    package func create(
        _ properties: PropertyList, in parent: DirectoryID
    ) throws(NetInfoClientError) -> CreatedDirectory {
        try checkedCall(.create) {
            Self.encodeCreate(properties, in: parent, to: &$0)
        } results: { (reader) throws(XDRError) in
            CreatedDirectory(id: try DirectoryID(from: &reader), parent: try DirectoryID(from: &reader))
        }
    }

    /// Writes the arguments of CREATE: at the end of the children, without a wish for an id.
    package static func encodeCreate(
        _ properties: PropertyList, in parent: DirectoryID, to writer: inout XDRWriter
    ) {
        parent.write(to: &writer)
        properties.write(to: &writer)
        writer.write(NILimit.indexNull)
        writer.write(false)
    }

    /// Removes a directory without children (DESTROY); returns the parent's new id.
    package func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try write(.destroy, parent) { child.write(to: &$0) }
    }

    /// Replaces all properties (WRITE).
    package func write(_ properties: PropertyList, to id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try write(.write, id) { properties.write(to: &$0) }
    }

    /// Adds a property at the end (CREATEPROP).
    package func createProperty(_ property: Property, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try write(.createprop, id) {
            property.write(to: &$0)
            $0.write(NILimit.indexNull)
        }
    }

    /// Removes the property at `index` (DESTROYPROP).
    package func destroyProperty(at index: Int, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try write(.destroyprop, id) { $0.write(UInt32(truncatingIfNeeded: index)) }
    }

    /// Replaces the values of the property at `index` (WRITEPROP).
    package func writeProperty(
        at index: Int, values: [[UInt8]], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try write(.writeprop, id) {
            $0.write(UInt32(truncatingIfNeeded: index))
            $0.write(names: values)
        }
    }

    /// Renames the property at `index` (RENAMEPROP).
    package func renameProperty(
        at index: Int, to name: [UInt8], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try write(.renameprop, id) {
            $0.write(UInt32(truncatingIfNeeded: index))
            $0.write(opaque: name)
        }
    }

    /// Inserts a value before `position` into the property at `index` (CREATENAME).
    package func createValue(
        _ value: [UInt8], at position: UInt32 = NILimit.indexNull, ofPropertyAt index: Int, in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try write(.createname, id) {
            $0.write(UInt32(truncatingIfNeeded: index))
            $0.write(opaque: value)
            $0.write(position)
        }
    }

    /// Removes the value at `position` from the property at `index` (DESTROYNAME).
    package func destroyValue(
        at position: Int, ofPropertyAt index: Int, in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try write(.destroyname, id) {
            $0.write(UInt32(truncatingIfNeeded: index))
            $0.write(UInt32(truncatingIfNeeded: position))
        }
    }

    /// Replaces the value at `position` of the property at `index` (WRITENAME).
    package func writeValue(
        _ value: [UInt8], at position: Int, ofPropertyAt index: Int, in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try write(.writename, id) {
            $0.write(UInt32(truncatingIfNeeded: index))
            $0.write(UInt32(truncatingIfNeeded: position))
            $0.write(opaque: value)
        }
    }

    /// Asks the server to bring its copies, or itself, up to date (RESYNC).
    package func resync() throws(NetInfoClientError) {
        try checkedCall(.resync) { (_) throws(XDRError) in }
    }

    private func write(
        _ procedure: NIProcedure, _ id: DirectoryID, _ encode: (inout XDRWriter) -> Void
    ) throws(NetInfoClientError) -> DirectoryID {
        try checkedCall(procedure) {
            id.write(to: &$0)
            encode(&$0)
        } results: { (reader) throws(XDRError) in
            try DirectoryID(from: &reader)
        }
    }
}
