import NetInfoDirectory

/// One slot of a `Store.<size>` file (`nidb-format.md` 4).
enum DSStoreSlot {
    /// Type word of a slot that holds a record.
    static let recordType: UInt32 = 256
    /// What is wrong with an id that is too high.
    static let idFault = "the id is above \(FoundRecords.idLimit - 1), which no database reaches"

    case free
    /// A record, and whether only zeros follow it.
    case record(DSStoreRecord, isPaddedWithZeros: Bool)

    /// Why bytes are not a slot.
    enum Fault: Error, CustomStringConvertible {
        case type(UInt32)
        case clearedInPart
        case cutOff
        case length(UInt32)
        case record(RecordFault)
        case id(UInt32)

        var description: String {
            switch self {
            case .type(let type): "unknown slot type \(type)"
            case .clearedInPart: "the slot is marked free but is not empty"
            case .cutOff: "the file ends inside the slot"
            case .length(let length): "a record of \(length) bytes does not belong into this file"
            case .record(let fault): "\(fault)"
            case .id(let id): "directory \(id): \(DSStoreSlot.idFault)"
            }
        }
    }

    /// Size of the slot of a record of `length` bytes.
    static func size(forRecord length: Int) -> Int {
        (length + 8 + 31) / 32 * 32
    }

    /// Reads a slot that should have `size` bytes.
    static func read(_ bytes: UnsafeRawBufferPointer, size: Int) -> Result<DSStoreSlot, Fault> {
        guard bytes.count == size, size >= 32 else { return .failure(.cutOff) }
        switch UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)) {
        case 0: return bytes.allSatisfy { $0 == 0 } ? .success(.free) : .failure(.clearedInPart)
        case recordType: return readRecord(bytes)
        case let type: return .failure(.type(type))
        }
    }

    private static func readRecord(_ bytes: UnsafeRawBufferPointer) -> Result<DSStoreSlot, Fault> {
        let length = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        guard Self.size(forRecord: Int(length)) == bytes.count else { return .failure(.length(length)) }
        let end = 8 + Int(length)
        switch DSStoreRecord.read(UnsafeRawBufferPointer(rebasing: bytes[8..<end])) {
        case .failure(let fault): return .failure(.record(fault))
        case .success(let record):
            guard record.directory.id < FoundRecords.idLimit else { return .failure(.id(record.directory.id)) }
            return .success(.record(record, isPaddedWithZeros: bytes[end...].allSatisfy { $0 == 0 }))
        }
    }
}
