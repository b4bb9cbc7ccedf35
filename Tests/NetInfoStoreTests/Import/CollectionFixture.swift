import NetInfoDirectory
import NetInfoProtocol
import XDR

/// Writes generation 1 databases (`nidb-format.md` 2).
struct CollectionFixture {
    var blockSize: Int
    var blocks: [[UInt8]] = []

    /// Blocks of a size, one per record; nil makes a free block.
    init(blockSize: Int, _ records: [DirectoryRecord?] = []) {
        self.blockSize = blockSize
        for record in records { blocks.append(padded(record.map { Self.encode($0) } ?? Self.freeBlock())) }
    }

    var bytes: [UInt8] { Array(blocks.joined()) }

    static func encode(_ record: DirectoryRecord) -> [UInt8] {
        var writer = XDRWriter()
        writer.write(record.id)
        writer.write(record.instance)
        record.properties.write(to: &writer)
        writer.write(record.parent)
        writer.write(array: record.children)
        return writer.bytes()
    }

    static func freeBlock(instance: UInt32 = 1) -> [UInt8] {
        [0xFF, 0xFF, 0xFF, 0xFF] + Word.big(instance)
    }

    /// A `Transaction` file.
    static func transaction(code: UInt32, id: UInt32, _ record: [UInt8], second: UInt32? = nil) -> [UInt8] {
        Word.big(code) + Word.big(UInt32(record.count)) + Word.big(id) + record + Word.big(second ?? code)
    }

    private func padded(_ record: [UInt8]) -> [UInt8] {
        record + [UInt8](repeating: 0, count: max(0, blockSize - record.count))
    }
}

extension DirectoryRecord {
    /// A directory with a name.
    init(_ id: UInt32, in parent: UInt32 = 0, _ children: [UInt32] = [], instance: UInt32 = 1, name: String? = nil) {
        let name = name ?? (id == 0 ? nil : "d\(id)")
        self.init(
            id: id, instance: instance, parent: parent, children: children,
            properties: PropertyList(name.map { [Property("name", $0)] } ?? []))
    }
}
