import NetInfoDirectory
import NetInfoProtocol

/// Writes generation 2 databases (`nidb-format.md` 4).
struct DSStoreFixture {
    /// Contents of the `Store.<size>` files by slot size.
    var stores: [Int: [UInt8]] = [:]
    private var index: [UInt32: [UInt8]] = [:]
    private var sum: UInt32 = 0

    /// A store of these records; versions count up from 1.
    init(_ records: [DirectoryRecord] = []) {
        for (position, record) in records.enumerated() { add(record, version: UInt32(position) + 1) }
    }

    /// Adds a record in a slot of its own.
    mutating func add(_ record: DirectoryRecord, version: UInt32) {
        let slot = Self.slot(Self.encode(record, version: version))
        let number = UInt32((stores[slot.count] ?? []).count / slot.count)
        stores[slot.count, default: []] += slot
        index[record.id] = [record.id, version, UInt32(slot.count), number].flatMap(Word.big)
        sum &+= (record.id &+ 1) &* record.instance
    }

    /// Writes everything, with `Clean` and `Index` when `clean`.
    func write(to sandbox: DatabaseSandbox, clean: Bool = false) throws {
        try sandbox.write("Config", Word.big(1))
        for (size, bytes) in stores { try sandbox.write("Store.\(size)", bytes) }
        guard clean else { return }
        try sandbox.write("Clean", Word.big(sum))
        try sandbox.write("Index", index.sorted { $0.key < $1.key }.flatMap(\.value))
    }

    /// A `Create` file, or what a slot starts with.
    static func item(_ record: [UInt8]) -> [UInt8] {
        Word.big(256) + Word.big(UInt32(record.count)) + record
    }

    /// A slot of the size that the record asks for.
    static func slot(_ record: [UInt8]) -> [UInt8] {
        let size = (record.count + 8 + 31) / 32 * 32
        return item(record) + [UInt8](repeating: 0, count: size - record.count - 8)
    }

    /// A record; `order` is written as it is, also when it does not fit.
    static func encode(_ record: DirectoryRecord, version: UInt32, order: [UInt32]? = nil) -> [UInt8] {
        let properties = record.properties.properties
        let plain = properties.filter { $0.name.first != 0x5F }
        let meta = properties.filter { $0.name.first == 0x5F }
        var bytes = [record.id, record.instance, version, record.parent].flatMap(Word.big)
        bytes += Word.big(UInt32(record.children.count)) + record.children.flatMap(Word.big)
        bytes += Word.big(UInt32(plain.count)) + plain.flatMap { attribute($0.name, $0.values) }
        bytes += Word.big(UInt32(meta.count + (order == nil ? 0 : 1)))
        bytes += meta.flatMap { attribute(Array($0.name.dropFirst()), $0.values) }
        guard let order else { return bytes }
        bytes += string(Array("ni_attribute_order".utf8)) + Word.big(UInt32(order.count))
        return bytes + order.flatMap { Word.big(3) + Word.big(4) + Word.big($0) }
    }

    private static func attribute(_ name: [UInt8], _ values: [[UInt8]]) -> [UInt8] {
        string(name) + Word.big(UInt32(values.count)) + values.flatMap(string)
    }

    private static func string(_ text: [UInt8]) -> [UInt8] {
        Word.big(6) + Word.big(UInt32(text.count) + 1) + text + [0]
    }
}
