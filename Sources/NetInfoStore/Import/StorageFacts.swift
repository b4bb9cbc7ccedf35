/// What the files of a binary database say besides the directories.
package struct StorageFacts: Sendable {
    /// The sum that was stored at the last clean shutdown.
    package struct StoredChecksum: Sendable {
        package var value: UInt32
        /// `big` or `little`, when the file has the byte order of the machine that wrote it and that is known.
        package var order: String?
    }

    /// Ids of free blocks, generation 1 only.
    package var freeIDs: [UInt32]?
    /// Number of free slots, generation 2 only.
    package var freeSlots: Int?
    /// Nil when the database was not closed cleanly.
    package var storedChecksum: StoredChecksum?
    /// The store version of each directory, generation 2 only (`nidb-format.md` 5).
    package var versions: [UInt32: UInt32]?
}
