/// The text of JSON strings (RFC 8259 section 7).
enum JSONString {
    /// Writes bytes as a string. A byte that is not part of valid UTF-8 becomes the lone surrogate U+DC00 + byte, which
    /// stands for no character, so that no byte is lost.
    static func encode(_ value: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var rest = value[...]
        while let first = rest.first {
            if first < 0x80 {
                encodeASCII(first, into: &bytes)
                rest = rest.dropFirst()
            } else if let length = validLength(rest) {
                bytes += rest.prefix(length)
                rest = rest.dropFirst(length)
            } else {
                encodeUnit(0xDC00 + UInt16(first), into: &bytes)
                rest = rest.dropFirst()
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func encodeASCII(_ byte: UInt8, into bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0..<0x20, 0x7F: encodeUnit(UInt16(byte), into: &bytes)
        default: bytes.append(byte)
        }
    }

    private static func encodeUnit(_ unit: UInt16, into bytes: inout [UInt8]) {
        let digits = String(unit, radix: 16)
        bytes += "\\u".utf8
        bytes += String(repeating: "0", count: 4 - digits.count).utf8
        bytes += digits.utf8
    }

    /// The length of the character of several bytes at the beginning; nil when the bytes are not valid UTF-8.
    private static func validLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        let candidate = bytes.prefix(length)
        guard candidate.count == length else { return nil }
        return String(validating: candidate, as: UTF8.self) == nil ? nil : length
    }
}
