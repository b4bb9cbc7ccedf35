import NetInfoClient

/// Where a load writes: the master of a domain, or a database on disk.
final class LoadDestination {
    let access: any DirectoryAccess
    /// Reads many directories at a time.
    let source: any DirectorySource
    /// Takes the writes of which there are many.
    let pipeline: any WritePipeline
    private let database: OfflineDatabase?

    /// Writes through a server, until somebody asks to stop. Each answer may take this long.
    init(_ connection: NetInfoConnection, timeout: Duration, stop: StopRequest) {
        access = ServerAccess(connection, patience: timeout)
        source = ConnectionSource(connection)
        pipeline = ConnectionPipeline(connection, timeout: timeout, stop: stop)
        database = nil
    }

    /// Writes to a database, all of the load in one transaction, of which nothing is left when somebody asks to stop.
    init(_ database: OfflineDatabase, stop: StopRequest) {
        access = database.access
        source = AccessSource(database.access)
        pipeline = DirectPipeline(database.access, stop: stop)
        self.database = database
    }

    /// Makes durable what is not durable yet: all of it, or nothing.
    func commit() throws(NetInfoClientError) { try database?.access.commit() }

    func close() { database?.close() }
}
