/// Tells UTF-16 text from UTF-8 and turns it into UTF-8.
enum PlistTextEncoding {
    /// A byte order mark, or a `<` of two bytes.
    static func isUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 2 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0xFF), (0xFF, 0xFE), (0, UInt8(ascii: "<")), (UInt8(ascii: "<"), 0): return true
        default: return false
        }
    }

    /// The same text in UTF-8; nil when it is not UTF-16.
    static func utf8(fromUTF16 bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.count >= 2, bytes.count.isMultiple(of: 2) else { return nil }
        let isBigEndian = bytes[0] == 0xFE || bytes[0] == 0
        let units = stride(from: 0, to: bytes.count, by: 2).map { offset in
            let unit = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            return isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit)
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }
}
