/// Cuts JSON text into tokens (RFC 8259).
///
/// A string is bytes: a lone surrogate between U+DC80 and U+DCFF stands for the byte that is not part of valid UTF-8,
/// as the tools write it.
package struct JSONScanner {
    private let text: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    /// Reads `text` from its beginning.
    package init(_ text: [UInt8]) { self.text = text }

    /// A problem at the token read last, or at the position.
    package func problem(_ reason: String) -> FormatProblem {
        FormatProblem(line: line, column: position - lineStart + 1, reason)
    }

    /// The next token; throws where and why the text is no JSON.
    package mutating func next() throws(FormatProblem) -> JSONToken {
        skipBlanks()
        guard position < text.count else { return .end }
        let byte = text[position]
        switch byte {
        case Byte.leftBrace, Byte.rightBrace, UInt8(ascii: "["), UInt8(ascii: "]"), Byte.colon, Byte.comma:
            position += 1
            return .mark(byte)
        case Byte.quote:
            position += 1
            return .string(try string())
        default: return .literal(try literal())
        }
    }

    private mutating func skipBlanks() {
        while position < text.count {
            switch text[position] {
            case Byte.newline:
                position += 1
                line += 1
                lineStart = position
            case Byte.blank, Byte.tab, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func literal() throws(FormatProblem) -> [UInt8] {
        let start = position
        while position < text.count {
            let byte = text[position]
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            guard isLetter || byte.isDigit || [Byte.hyphen, Byte.dot, UInt8(ascii: "+")].contains(byte) else { break }
            position += 1
        }
        guard position > start else { throw problem("no JSON") }
        return Array(text[start..<position])
    }

    private mutating func string() throws(FormatProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case Byte.quote: return bytes
            case Byte.backslash: try escape(into: &bytes)
            case 0..<0x20: throw problem("a control character in a string")
            default: bytes.append(byte)
            }
        }
        throw problem("a string without an end")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(FormatProblem) {
        guard position < text.count else { throw problem("a string without an end") }
        let byte = text[position]
        position += 1
        switch byte {
        case Byte.quote, Byte.backslash, Byte.slash: bytes.append(byte)
        case UInt8(ascii: "n"): bytes.append(Byte.newline)
        case UInt8(ascii: "t"): bytes.append(Byte.tab)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "u"): try character(into: &bytes)
        default: throw problem("an unknown escape in a string")
        }
    }

    private mutating func character(into bytes: inout [UInt8]) throws(FormatProblem) {
        let unit = try hexadecimal()
        if (0xDC80...0xDCFF).contains(unit) {
            bytes.append(UInt8(truncatingIfNeeded: unit))
            return
        }
        var value = UInt32(unit)
        if (0xD800...0xDBFF).contains(unit) {
            guard text[position...].starts(with: "\\u".utf8) else { throw problem("half a surrogate pair") }
            position += 2
            let low = try hexadecimal()
            guard (0xDC00...0xDFFF).contains(low) else { throw problem("half a surrogate pair") }
            value = 0x10000 + ((UInt32(unit) - 0xD800) << 10) + (UInt32(low) - 0xDC00)
        }
        guard value != 0 else { throw problem("a NUL in a string") }
        guard let scalar = Unicode.Scalar(value) else { throw problem("half a surrogate pair") }
        bytes += String(Character(scalar)).utf8
    }

    private mutating func hexadecimal() throws(FormatProblem) -> UInt16 {
        let digits = text[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits belong here") }
        position += 4
        return value
    }
}
