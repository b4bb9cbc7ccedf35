/// How the text of a name or value can appear in XML 1.0 without change.
enum XMLTextForm {
    /// As it is.
    case plain
    /// With `&`, `<` and `>` replaced by entities.
    case escaped
    /// Not at all: it is not UTF-8, or has a character that XML 1.0 forbids, or one that parsers normalise (CR) or drop
    /// (a byte order mark at the start of a text).
    case impossible

    /// Looks at every byte of `text`.
    init(of text: [UInt8]) {
        self = text.withUnsafeBytes { $0.starts(with: Self.byteOrderMark) ? .impossible : XMLTextForm(of: $0) }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private init(of text: UnsafeRawBufferPointer) {
        var form = XMLTextForm.plain
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                form = .escaped
                offset += 1
            case 0x20..<0x80, UInt8(ascii: "\t"), UInt8(ascii: "\n"):
                offset += 1
            default:
                let length = text.xmlCharacterLength(at: offset)
                guard length > 1 else {
                    self = .impossible
                    return
                }
                offset += length
            }
        }
        self = form
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 allows the character in a document (production `Char`).
    var isXMLCharacter: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// How many bytes the character at `offset` has; 0 when the bytes there are not well-formed UTF-8 or not a
    /// character XML 1.0 allows.
    func xmlCharacterLength(at offset: Int) -> Int {
        let first = UInt32(self[offset])
        if first < 0x80 { return Unicode.Scalar(UInt8(first)).isXMLCharacter ? 1 : 0 }
        let (length, smallest): (Int, UInt32)
        switch first {
        case 0xC2...0xDF: (length, smallest) = (2, 0x80)
        case 0xE0...0xEF: (length, smallest) = (3, 0x800)
        case 0xF0...0xF4: (length, smallest) = (4, 0x10000)
        default: return 0
        }
        guard count - offset >= length else { return 0 }
        var value = first & (0x7F >> UInt32(length))
        for index in (offset + 1)..<(offset + length) {
            guard self[index] & 0xC0 == 0x80 else { return 0 }
            value = value << 6 | UInt32(self[index] & 0x3F)
        }
        guard value >= smallest, let scalar = Unicode.Scalar(value), scalar.isXMLCharacter else { return 0 }
        return length
    }
}
