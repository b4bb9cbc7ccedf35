/// One row of a domain as its store keeps it, after a change.
package enum RowChange: Hashable, Sendable {
    /// A directory that is new or whose properties changed.
    case put(DirectoryRow)
    /// A directory of which only the instance changed, because its children did.
    case touch(id: UInt32, instance: UInt32, version: UInt32)
    /// A directory that moved among its siblings' ranks without changing their order.
    case rank(id: UInt32, rank: Int64)
    /// A directory that is gone.
    case remove(id: UInt32)

    /// The directory that changed.
    package var id: UInt32 {
        switch self {
        case .put(let row): row.id
        case .touch(let id, _, _), .rank(let id, _), .remove(let id): id
        }
    }
}

/// A directory in the form of a table row.
package struct DirectoryRow: Hashable, Sendable {
    package var id: UInt32
    package var parent: UInt32
    package var rank: Int64
    package var instance: UInt32
    package var version: UInt32
    /// The XDR form of the property list.
    package var properties: [UInt8]

    package init(id: UInt32, parent: UInt32, rank: Int64, instance: UInt32, version: UInt32, properties: [UInt8]) {
        self.id = id
        self.parent = parent
        self.rank = rank
        self.instance = instance
        self.version = version
        self.properties = properties
    }
}

/// What one write did: what the store must record, and how memory goes back should the store fail.
package struct TreeChange: Sendable {
    enum Undo: Sendable {
        case properties(id: UInt32, properties: [UInt8], instance: UInt32, version: UInt32)
        case instance(id: UInt32, instance: UInt32, version: UInt32)
        case created(id: UInt32)
        case destroyed(id: UInt32, node: DirectoryNodeCopy)
        case ranks([(id: UInt32, rank: Int64)])
    }

    /// Rows to record, in order.
    package var rows: [RowChange] = []
    var undo: [Undo] = []

    package init() {}
}

/// What a destroyed directory, which had no children, consisted of.
struct DirectoryNodeCopy: Sendable {
    let instance: UInt32
    let parent: UInt32
    let rank: Int64
    let version: UInt32
    let properties: [UInt8]
}
