import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// The directories of a domain, through a connection of which each answer has its own time.
final class ServerAccess: DirectoryAccess {
    private let connection: NetInfoConnection
    /// How long the next answer may take; nil leaves the connection's deadline alone.
    private let patience: Duration?

    init(_ connection: NetInfoConnection, patience: Duration?) {
        self.connection = connection
        self.patience = patience
    }

    private var ready: NetInfoConnection {
        if let patience { connection.deadline = .after(patience) }
        return connection
    }

    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID { try ready.currentID(id) }

    func parent(of object: UInt32) throws(NetInfoClientError) -> WithID<UInt32> { try ready.parent(of: object) }

    func children(of object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]> {
        try ready.children(of: object)
    }

    func read(_ object: UInt32) throws(NetInfoClientError) -> WithID<PropertyList> { try ready.read(object) }

    func propertyNames(of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        try ready.propertyNames(of: object)
    }

    func values(ofPropertyAt index: Int, of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        try ready.values(ofPropertyAt: index, of: object)
    }

    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> WithID<[ListEntry]> {
        try ready.list(key, of: object)
    }

    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]> {
        try ready.lookup(key, value, in: object)
    }

    func create(_ properties: PropertyList, in parent: DirectoryID) throws(NetInfoClientError) -> CreatedDirectory {
        try ready.create(properties, in: parent)
    }

    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.destroy(child, in: parent)
    }

    func write(_ properties: PropertyList, to id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.write(properties, to: id)
    }

    func writeProperty(
        at index: Int, values: [[UInt8]], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try ready.writeProperty(at: index, values: values, in: id)
    }

    func createProperty(_ property: Property, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.createProperty(property, in: id)
    }

    func destroyProperty(at index: Int, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.destroyProperty(at: index, in: id)
    }

    func renameProperty(
        at index: Int, to name: [UInt8], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try ready.renameProperty(at: index, to: name, in: id)
    }
}
