package import NetInfoClient

/// A live domain, read at the server it was opened at.
extension NetInfoDomain: DirectorySource {
    private var source: ConnectionSource { ConnectionSource(connection) }

    package func children(of directory: UInt32) throws(NetInfoClientError) -> [UInt32] {
        try source.children(of: directory)
    }

    package func entry(of directory: UInt32) throws(NetInfoClientError) -> DirectoryEntry {
        try source.entry(of: directory)
    }

    package func parent(of directory: UInt32) throws(NetInfoClientError) -> UInt32 {
        try source.parent(of: directory)
    }

    package func lookup(
        _ key: [UInt8], _ value: [UInt8], in directory: UInt32
    ) throws(NetInfoClientError) -> [UInt32] {
        try source.lookup(key, value, in: directory)
    }

    package func entries(of directories: [UInt32]) throws(NetInfoClientError) -> [DirectoryEntry] {
        try source.entries(of: directories)
    }

    package func childLists(of directories: [UInt32]) throws(NetInfoClientError) -> [UInt32: [UInt32]] {
        try source.childLists(of: directories)
    }
}
