package import NetInfoProtocol

/// One directory written out in full: what a database holds of it, and what READALL sends (`ni_object`).
package struct DirectoryRecord: Hashable, Sendable {
    package var id: UInt32
    package var instance: UInt32
    /// The parent's id; 0 for the root itself.
    package var parent: UInt32
    /// The children's ids in order.
    package var children: [UInt32]
    package var properties: PropertyList

    package init(id: UInt32, instance: UInt32, parent: UInt32, children: [UInt32], properties: PropertyList) {
        self.id = id
        self.instance = instance
        self.parent = parent
        self.children = children
        self.properties = properties
    }
}

/// A whole domain written out, in no particular order.
package struct DirectorySnapshot: Hashable, Sendable {
    package var records: [DirectoryRecord]

    package init(records: [DirectoryRecord]) { self.records = records }

    /// Σ (id + 1) × instance modulo 2^32 (`protocol.md` 5.3).
    package var checksum: UInt32 {
        records.reduce(0) { $0 &+ ($1.id &+ 1) &* $1.instance }
    }
}
