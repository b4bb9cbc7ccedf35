import NetInfoDirectory
import NetInfoProtocol
import XDR

/// One block, extension or journal record of generation 1 (`nidb-format.md` 2).
enum CollectionRecord {
    case free
    case directory(DirectoryRecord)

    /// The first word of a free block.
    static let freeMark: UInt32 = 0xFFFF_FFFF

    /// Reads the record of directory `id`; bytes after it are ignored.
    static func read(_ bytes: UnsafeRawBufferPointer, id: UInt32) -> Result<CollectionRecord, RecordFault> {
        var reader = XDRReader(bytes)
        do throws(XDRError) {
            let first = try reader.readUInt32()
            if first == freeMark { return .success(.free) }
            guard first == id else { return .failure(.foreign(first)) }
            return .success(.directory(try DirectoryRecord(collection: &reader, id: id)))
        } catch {
            return .failure(.unreadable(error, offset: reader.offset))
        }
    }
}

extension DirectoryRecord {
    /// Reads what follows the id of a generation 1 record.
    fileprivate init(collection reader: inout XDRReader, id: UInt32) throws(XDRError) {
        let instance = try reader.readUInt32()
        let properties = try PropertyList(from: &reader)
        let parent = try reader.readUInt32()
        let children = try reader.readIDs()
        self.init(id: id, instance: instance, parent: parent, children: children, properties: properties)
    }
}

extension XDRReader {
    /// Reads a list of directory ids.
    mutating func readIDs() throws(XDRError) -> [UInt32] {
        let count = try readCount(maximum: NILimit.ids, elementSize: 4)
        var ids: [UInt32] = []
        ids.reserveCapacity(count)
        for _ in 0..<count { ids.append(try readUInt32()) }
        return ids
    }
}
