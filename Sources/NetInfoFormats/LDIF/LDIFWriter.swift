/// Writes entries in LDIF (RFC 2849).
package enum LDIFWriter {
    /// Bytes of the longest line; what is longer goes on in the next one, behind a blank.
    private static let lineLength = 76

    /// The content of a file with these entries, each after its superiors. Comments are ASCII without newlines.
    package static func text(of entries: [LDIFEntry], comments: [String] = []) -> [UInt8] {
        // There is no line "version: 1": OpenLDAP's slapadd stops at one, and slapcat writes none.
        var text = comments.flatMap { Array("# \($0)\n".utf8) }
        for entry in entries {
            if !text.isEmpty { text.append(Byte.newline) }
            write("dn", entry.name, to: &text)
            for attribute in entry.attributes { write(attribute.name, attribute.value, to: &text) }
        }
        return text
    }

    private static func write(_ name: String, _ value: [UInt8], to text: inout [UInt8]) {
        let isPlain = isPlain(value)
        let line = Array(name.utf8) + Array((isPlain ? ": " : ":: ").utf8) + (isPlain ? value : base64(value))
        text += line.prefix(lineLength)
        var rest = line.dropFirst(lineLength)
        while !rest.isEmpty {
            text += [Byte.newline, Byte.blank]
            text += rest.prefix(lineLength - 1)
            rest = rest.dropFirst(lineLength - 1)
        }
        text.append(Byte.newline)
    }

    /// Whether a value is a SAFE-STRING. One that ends in a blank is, but editors eat the blank.
    private static func isPlain(_ value: [UInt8]) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        return first != Byte.blank && first != Byte.colon && first != UInt8(ascii: "<") && last != Byte.blank
            && value.allSatisfy { $0 < 0x80 && $0 != 0 && $0 != Byte.newline && $0 != UInt8(ascii: "\r") }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var group = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            group <<= UInt32(8 * (3 - part.count))
            for position in 0..<4 {
                let sextet = Int(group >> UInt32(18 - 6 * position) & 0x3F)
                text.append(position <= part.count ? alphabet[sextet] : Byte.equals)
            }
        }
        return text
    }
}
