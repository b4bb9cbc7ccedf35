/// One directory as the tree keeps it.
struct DirectoryNode {
    /// Marks a slot of the table that holds no directory.
    static let absent: UInt32 = 0xFFFF_FFFF

    var instance: UInt32
    /// The parent's id, or `absent`.
    var parent: UInt32
    /// Orders siblings: ascending in child order, with gaps to insert into.
    var rank: Int64
    /// The store-wide change counter at the last save (`protocol.md` 2.5).
    var version: UInt32
    var children: [UInt32]
    /// The XDR form of the property list.
    var properties: [UInt8]

    static let none = DirectoryNode(
        instance: 0, parent: absent, rank: 0, version: 0, children: [], properties: [])

    var isPresent: Bool { parent != Self.absent }
}
