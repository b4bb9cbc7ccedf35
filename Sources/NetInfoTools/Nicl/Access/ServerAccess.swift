import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// The directories of a domain, through a connection to one of its servers.
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

    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.checkedCall(.self, { id.write(to: &$0) }, results: DirectoryID.init(from:))
    }

    func parent(of object: UInt32) throws(NetInfoClientError) -> UInt32 { try ready.parent(of: object).value }

    func children(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, children: [UInt32]) {
        let answer = try ready.children(of: object)
        return (answer.id, answer.value)
    }

    func properties(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, list: PropertyList) {
        let answer = try ready.read(object)
        return (answer.id, answer.value)
    }

    /// Servers tell "no values" from "no property" at times only, so that here the two are one (`tools.md` 6.3).
    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> [ListedChild] {
        try ready.list(key, of: object).value.map { entry in
            ListedChild(id: entry.id, values: entry.values.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> [UInt32] {
        try ready.lookup(key, value, in: object).value
    }

    func create(
        _ properties: PropertyList, in parent: DirectoryID
    ) throws(NetInfoClientError) -> (new: DirectoryID, parent: DirectoryID) {
        let made = try ready.create(properties, in: parent)
        return (made.id, made.parent)
    }

    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try ready.destroy(child, in: parent)
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
