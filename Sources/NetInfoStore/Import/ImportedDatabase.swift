package import NetInfoDirectory

/// What an import read, and what it had to say about it.
///
/// The records form one consistent tree: the root is there, every other record is listed exactly once, by the parent
/// it names, and all can be reached from the root.
package struct ImportedDatabase: Sendable {
    /// The layout: `collection-256`, `collection-512` or `dsstore-1` for binary databases (`nidb-format.md` 1).
    package var format: String
    /// The directories by ascending id, ids and instances as found.
    package var records: [DirectoryRecord]
    /// Blank records that nobody lists, which were dropped (`nidb-format.md` 2).
    package var leftoverIDs: [UInt32] = []
    /// Journal files applied in memory: `Transaction`, `transaction_N`, `Create`, `Delete`.
    package var replayed: [String] = []
    /// What was dropped, repaired or ignored, and why.
    package var remarks: [ImportRemark] = []
    /// What only binary databases have.
    package var storage = StorageFacts()

    /// A database of these records.
    package init(format: String, records: [DirectoryRecord]) {
        self.format = format
        self.records = records
    }

    /// Σ (id + 1) × instance modulo 2^32 over the records (`nidb-format.md` 2).
    package var checksum: UInt32 {
        DirectorySnapshot(records: records).checksum
    }

    /// What was found, as JSON text in ASCII; text that is not UTF-8 becomes `{"hex": …}`.
    package func json() -> [UInt8] {
        var writer = DatabaseJSONWriter()
        writer.write(self)
        return writer.bytes
    }
}
