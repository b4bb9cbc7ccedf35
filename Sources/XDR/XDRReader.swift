/// Reads XDR values (RFC 4506) from a bounded run of bytes that the caller keeps alive.
///
/// Nothing is copied and nothing is allocated: strings come back as slices. Every count is compared with the bytes
/// that are left before anybody can reserve memory for it.
package struct XDRReader {
    private let bytes: UnsafeRawBufferPointer

    /// Bytes read so far.
    package private(set) var offset = 0

    /// Whether a name ends at its first NUL byte; otherwise a NUL byte in one is an error.
    package var namesEndAtNUL = false

    /// Reads `bytes` from their beginning.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Bytes not read yet.
    package var remaining: Int { bytes.count - offset }

    /// Reads an unsigned integer: four bytes, the most significant first (RFC 4506 section 4.2).
    package mutating func readUInt32() throws(XDRError) -> UInt32 {
        guard remaining >= 4 else { throw .truncated }
        let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        offset += 4
        return UInt32(bigEndian: value)
    }

    /// Reads a boolean (RFC 4506 section 4.4).
    package mutating func readBool() throws(XDRError) -> Bool {
        switch try readUInt32() {
        case 0: false
        case 1: true
        default: throw .invalidDiscriminant
        }
    }

    /// Reads variable-length opaque data or a string of at most `maximum` bytes, and skips its padding.
    ///
    /// The padding is not required to be zero: the original accepts any (`protocol.md` 1.6).
    package mutating func readOpaque(maximum: Int) throws(XDRError) -> UnsafeRawBufferPointer {
        let length = Int(try readUInt32())
        guard length <= maximum else { throw .tooLong }
        let padded = (length + 3) & ~3
        guard padded <= remaining else { throw .truncated }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
        offset += padded
        return slice
    }

    /// Reads the count of a variable-length array whose elements take at least `elementSize` bytes each.
    package mutating func readCount(maximum: Int, elementSize: Int) throws(XDRError) -> Int {
        let count = Int(try readUInt32())
        guard count <= maximum else { throw .tooLong }
        guard count <= remaining / max(elementSize, 1) else { throw .truncated }
        return count
    }

    /// Skips `count` bytes.
    package mutating func skip(_ count: Int) throws(XDRError) {
        guard count >= 0, count <= remaining else { throw .truncated }
        offset += count
    }

    /// The bytes between two offsets of this reader.
    package func slice(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}
