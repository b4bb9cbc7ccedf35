import NetInfoClient
import NetInfoProtocol

/// The directories of a datasource, one operation at a time: the calls of the protocol, to a server or to a database
/// on disk (`protocol.md` 3.3 to 3.6).
///
/// Writes take the id with the instance the caller knows, and throw `stale` when the directory has changed since.
protocol DirectoryAccess: AnyObject {
    /// The id with its current instance, or what the two highest ids ask for: versions.
    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func parent(of object: UInt32) throws(NetInfoClientError) -> UInt32

    func children(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, children: [UInt32])

    func properties(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, list: PropertyList)

    /// The values of the property `key` of each child; nil where a child has no such property.
    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> [ListedChild]

    /// The children whose first property `key` contains `value`; none is `noDirectory`.
    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> [UInt32]

    func create(
        _ properties: PropertyList, in parent: DirectoryID
    ) throws(NetInfoClientError) -> (new: DirectoryID, parent: DirectoryID)

    /// Removes a directory without children; returns the parent's new id.
    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    /// Replaces the values of the property at `index`.
    func writeProperty(at index: Int, values: [[UInt8]], in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    /// Adds a property at the end.
    func createProperty(_ property: Property, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func destroyProperty(at index: Int, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func renameProperty(at index: Int, to name: [UInt8], in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID
}

/// A child as `list` shows it.
struct ListedChild: Hashable, Sendable {
    let id: UInt32
    /// nil when the child does not have the property.
    let values: [[UInt8]]?
}

extension DirectoryAccess {
    /// The directory with its current instance; `noDirectory` when it does not exist.
    func currentID(of object: UInt32) throws(NetInfoClientError) -> DirectoryID {
        try currentID(DirectoryID(object: object, instance: 0))
    }

    /// The change counter's value at the last change of a directory (`protocol.md` 2.5).
    func version(of object: UInt32) throws(NetInfoClientError) -> UInt32 {
        try currentID(DirectoryID(object: 0xFFFF_FFFE, instance: object)).instance
    }

    /// The directory last changed at a value of the change counter; all ones is its highest value.
    func directory(ofVersion version: UInt32) throws(NetInfoClientError) -> DirectoryID {
        try currentID(DirectoryID(object: 0xFFFF_FFFF, instance: version))
    }
}
