/// Distinguished names as text (RFC 4514).
enum DistinguishedName {
    /// One `type=value`.
    struct Assertion: Hashable, Sendable {
        var attribute: LDAPAttribute
        var value: [UInt8]

        init(_ attribute: LDAPAttribute, _ value: [UInt8]) {
            self.attribute = attribute
            self.value = value
        }
    }

    /// The name of an entry below `parent`, called after one attribute or several.
    static func text(_ assertions: [Assertion], below parent: [UInt8]) -> [UInt8] {
        let parts = assertions.map { Array($0.attribute.rawValue.utf8) + [Byte.equals] + escaped($0.value) }
        return Array(parts.joined(separator: [UInt8(ascii: "+")])) + [Byte.comma] + parent
    }

    /// What two names of siblings have in common when a server takes them for the same.
    static func identity(_ assertions: [Assertion]) -> [[UInt8]] {
        assertions.map { Array("\($0.attribute.rawValue)=".utf8) + $0.attribute.syntax.identity(of: $0.value) }
    }

    /// OpenLDAP keeps the name of an entry among its siblings twice, as it is and normalised, with what is special as
    /// `\2C`, in a record of at most so many bytes.
    private static let largestRecord = 488

    /// Whether a server has room for the name of an entry among its siblings.
    static func isStorable(_ assertions: [Assertion]) -> Bool {
        assertions.reduce(0) { size, assertion in
            let value = assertion.value
            return size + 2 * assertion.attribute.rawValue.utf8.count + 4 + stored(value)
                + stored(assertion.attribute.syntax.identity(of: value))
        } <= largestRecord
    }

    private static func stored(_ value: [UInt8]) -> Int {
        value.reduce(0) { $0 + (isSpecial($1) ? 3 : 1) }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || "\"+,;<>\\=".utf8.contains(byte)
    }

    /// A value with `\` before what has a meaning in a name.
    static func escaped(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for (index, byte) in value.enumerated() {
            let isAtStart = index == 0 && (byte == Byte.blank || byte == Byte.hash)
            let isAtEnd = index == value.count - 1 && byte == Byte.blank
            if byte < 0x20 || byte == 0x7F {
                let digits = String(byte, radix: 16, uppercase: true)
                text += Array("\\\(digits.count < 2 ? "0" : "")\(digits)".utf8)
            } else if isAtStart || isAtEnd || isSpecial(byte) {
                text += [Byte.backslash, byte]
            } else {
                text.append(byte)
            }
        }
        return text
    }
}
