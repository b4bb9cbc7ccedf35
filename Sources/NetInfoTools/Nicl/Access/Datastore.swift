import NetInfoClient
import NetInfoProtocol

/// An open datasource of `nicl`: a domain, or a database on disk.
protocol Datastore: AnyObject {
    /// Where to read.
    var reader: any DirectoryAccess { get }
    /// Whether nothing may be changed.
    var isReadOnly: Bool { get }
    /// Where to write, and to read what is to be written back.
    func writer() throws(NiclFailure) -> any DirectoryAccess
    /// Begins a command: its time starts now.
    func begin(within limit: Duration?)
    /// The children of a directory with the values of their property `key`; nil where a child has no such property.
    func children(of object: UInt32, with key: [UInt8]) throws(NetInfoClientError) -> [ListEntry]
    func statistics() throws(NiclFailure) -> PropertyList
    /// The server of the parent domain as host and tag.
    func parentServer() throws(NiclFailure) -> (host: String, tag: [UInt8])
    func domainName() throws(NiclFailure) -> [UInt8]
    func resync() throws(NiclFailure)
    /// Acts as somebody from now on.
    func authenticate(_ login: Login) throws(NiclFailure)
    func close()
}
