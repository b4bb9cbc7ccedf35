import NetInfoDirectory
import NetInfoProtocol
import XDR

/// One record of generation 2 (`nidb-format.md` 4).
struct DSStoreRecord {
    var directory: DirectoryRecord
    /// The store-wide change counter at the record's last save.
    let version: UInt32
    /// Whether it has an order list that does not fit its properties, which was ignored.
    let hasWrongOrder: Bool

    /// What is said of a wrong order list.
    static let orderRemark = "ignored its list of the order of properties, which does not fit them"

    /// Reads a record that fills all of `bytes`.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Result<DSStoreRecord, RecordFault> {
        var reader = XDRReader(bytes)
        do throws(XDRError) {
            let record = try DSStoreRecord(from: &reader)
            return reader.remaining == 0 ? .success(record) : .failure(.overlong(offset: reader.offset))
        } catch {
            return .failure(.unreadable(error, offset: reader.offset))
        }
    }

    private init(from reader: inout XDRReader) throws(XDRError) {
        let id = try reader.readUInt32()
        let instance = try reader.readUInt32()
        version = try reader.readUInt32()
        let parent = try reader.readUInt32()
        let children = try reader.readIDs()
        var properties = PropertyOrder()
        for _ in 0..<(try reader.readCount(maximum: NILimit.properties, elementSize: 12)) {
            try properties.readAttribute(from: &reader)
        }
        for _ in 0..<(try reader.readCount(maximum: NILimit.properties, elementSize: 12)) {
            try properties.readMetaAttribute(from: &reader)
        }
        guard properties.list.count <= NILimit.properties else { throw .tooLong }
        let ordered = properties.ordered()
        hasWrongOrder = properties.hasOrder && ordered == nil
        directory = DirectoryRecord(
            id: id, instance: instance, parent: parent, children: children,
            properties: PropertyList(ordered ?? properties.list))
    }
}
