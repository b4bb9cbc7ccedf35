import NetInfoProtocol
import XDR

/// One typed item, an attribute's key or value (`nidb-format.md` 4).
struct DSStoreItem {
    /// The type of integers in an order list.
    private static let integerType: UInt32 = 3

    private let type: UInt32
    private let bytes: UnsafeRawBufferPointer

    init(type: UInt32, bytes: UnsafeRawBufferPointer) {
        self.type = type
        self.bytes = bytes
    }

    /// What NetInfo sees of an item of any type: its bytes up to the first NUL.
    var text: [UInt8] {
        [UInt8](bytes.prefix { $0 != 0 })
    }

    /// The number of an integer item; nil for all others.
    var integer: UInt32? {
        guard type == Self.integerType, bytes.count == 4 else { return nil }
        return UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))
    }

    /// Whether the format has items of this type.
    static func isKnown(_ type: UInt32) -> Bool {
        switch type {
        case 0...9, 64...71, 251...256: true
        default: false
        }
    }
}

extension XDRReader {
    /// Reads an item; unlike XDR strings, items have no padding.
    mutating func readItem() throws(XDRError) -> DSStoreItem {
        let type = try readUInt32()
        guard DSStoreItem.isKnown(type) else { throw .invalidDiscriminant }
        let length = Int(try readUInt32())
        let start = offset
        try skip(length)
        let bytes = slice(from: start, to: offset)
        guard length <= NILimit.name + 1 || bytes.prefix(NILimit.name + 1).contains(0) else { throw .tooLong }
        return DSStoreItem(type: type, bytes: bytes)
    }

    /// Reads the values of an attribute.
    mutating func readItems() throws(XDRError) -> [DSStoreItem] {
        let count = try readCount(maximum: NILimit.values, elementSize: 8)
        var items: [DSStoreItem] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try readItem()) }
        return items
    }
}
