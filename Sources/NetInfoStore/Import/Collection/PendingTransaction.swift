import XDR

/// The update that a `Transaction` file of a collection-512 database holds (`nidb-format.md` 3).
struct PendingTransaction {
    let id: UInt32
    /// The record, not padded to a block.
    let record: [UInt8]

    /// What a `Transaction` file says.
    enum Content {
        /// Nothing is pending; all content is history.
        case done
        /// A write of the file itself was cut off, so the update never happened.
        case unfinished
        case pending(PendingTransaction)
    }

    /// Reads the file.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Content {
        var reader = XDRReader(bytes)
        do throws(XDRError) {
            guard bytes.count > 0 else { return .done }
            let code = try reader.readUInt32()
            guard code != 0 else { return .done }
            let size = Int(try reader.readUInt32())
            let id = try reader.readUInt32()
            let start = reader.offset
            try reader.skip(size)
            guard try reader.readUInt32() == code else { return .unfinished }
            return .pending(PendingTransaction(id: id, record: [UInt8](reader.slice(from: start, to: start + size))))
        } catch {
            return .unfinished
        }
    }
}
