package import NetInfoDirectory
package import NetInfoProtocol

/// The directories of a domain, one operation at a time: the calls of the protocol, to a server or to a database on disk
/// (`protocol.md` 3.3 to 3.6).
///
/// All throw the status that a server would give. Writes take the id with the instance the caller knows, throw `stale`
/// when the directory has changed since, and return the id with its new instance.
package protocol DirectoryAccess: AnyObject {
    /// The root directory's id.
    func root() throws(NetInfoClientError) -> DirectoryID

    /// The id with its current instance, or what the two highest ids ask for: versions.
    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func parent(of object: UInt32) throws(NetInfoClientError) -> WithID<UInt32>

    /// The ids of the children in order.
    func children(of object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]>

    /// All properties of a directory.
    func read(_ object: UInt32) throws(NetInfoClientError) -> WithID<PropertyList>

    /// The names of a directory's properties in order, duplicates included.
    func propertyNames(of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]>

    /// The values of the property at an index; past the last one is `noProperty`.
    func values(ofPropertyAt index: Int, of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]>

    /// The values of the property `key` of each child; nil where a child has no such property.
    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> WithID<[ListEntry]>

    /// The children whose first property `key` contains `value`, in child order; none is `noDirectory`.
    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]>

    /// Makes a directory as the last child.
    func create(_ properties: PropertyList, in parent: DirectoryID) throws(NetInfoClientError) -> CreatedDirectory

    /// Removes a directory without children; returns the parent's new id.
    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    /// Replaces all properties.
    func write(_ properties: PropertyList, to id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    /// Replaces the values of the property at an index.
    func writeProperty(at index: Int, values: [[UInt8]], in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    /// Adds a property at the end.
    func createProperty(_ property: Property, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func destroyProperty(at index: Int, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID

    func renameProperty(at index: Int, to name: [UInt8], in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID
}

extension DirectoryAccess {
    package func root() throws(NetInfoClientError) -> DirectoryID { try currentID(of: 0) }

    /// The directory with its current instance; `noDirectory` when it does not exist.
    package func currentID(of object: UInt32) throws(NetInfoClientError) -> DirectoryID {
        try currentID(DirectoryID(object: object, instance: 0))
    }

    /// The values of the first property called `key`; no such property throws `noProperty`.
    package func values(of key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        let names = try propertyNames(of: object)
        guard let index = names.value.firstIndex(of: key) else { throw NetInfoClientError(.noProperty) }
        return try values(ofPropertyAt: index, of: object)
    }

    /// The directory that a path leads to, starting at the root: one LOOKUP per component, the first id wins
    /// (`ni_pathsearch`, `protocol.md` 6.8).
    package func search(_ path: DirectoryPath, from start: UInt32 = 0) throws(NetInfoClientError) -> DirectoryID {
        switch path.target {
        case .id(let id): return try currentID(of: id)
        case .components(let components):
            var object = start
            for component in components {
                guard let next = try lookup(component.key, component.value, in: object).value.first else {
                    throw NetInfoClientError(.noDirectory)
                }
                object = next
            }
            return try currentID(of: object)
        }
    }
}

extension NetInfoConnection: DirectoryAccess {}
