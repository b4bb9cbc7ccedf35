/// The `Index` of a store that was closed cleanly: derived data, used as a cross-check only (`nidb-format.md` 4).
struct DSStoreIndex {
    /// Where the index says that a record is.
    struct Entry: Equatable {
        let version: UInt32
        let slotSize: UInt32
        let slot: UInt32
    }

    /// Slot size of an id that was reserved but never written.
    private static let unwritten: UInt32 = 0xFFFF_FFFF

    private(set) var entries: [UInt32: Entry] = [:]

    /// Reads an index; nil when its entries are torn or not in order.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count.isMultiple(of: 16) else { return nil }
        var previous: UInt32?
        for start in stride(from: 0, to: bytes.count, by: 16) {
            guard let id = bytes.word(at: start), let version = bytes.word(at: start + 4),
                let slotSize = bytes.word(at: start + 8), let slot = bytes.word(at: start + 12)
            else { return nil }
            if let previous, previous >= id { return nil }
            previous = id
            if slotSize != Self.unwritten {
                entries[id] = Entry(version: version, slotSize: slotSize, slot: slot)
            }
        }
    }
}
