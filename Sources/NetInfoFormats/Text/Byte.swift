/// The bytes that the formats give a meaning.
enum Byte {
    static let tab = UInt8(ascii: "\t")
    static let newline = UInt8(ascii: "\n")
    static let blank = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let hash = UInt8(ascii: "#")
    static let leftParen = UInt8(ascii: "(")
    static let rightParen = UInt8(ascii: ")")
    static let comma = UInt8(ascii: ",")
    static let hyphen = UInt8(ascii: "-")
    static let slash = UInt8(ascii: "/")
    static let dot = UInt8(ascii: ".")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let equals = UInt8(ascii: "=")
    static let backslash = UInt8(ascii: "\\")
    static let bar = UInt8(ascii: "|")
    static let leftBrace = UInt8(ascii: "{")
    static let rightBrace = UInt8(ascii: "}")
}

extension UInt8 {
    var isBlank: Bool { self == Byte.blank || self == Byte.tab }

    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}

extension BidirectionalCollection<UInt8> {
    /// Without blanks and tabs at both ends.
    func trimmed() -> SubSequence {
        var slice = self[...]
        while let first = slice.first, first.isBlank { slice = slice.dropFirst() }
        var end = slice.endIndex
        while end != slice.startIndex {
            let before = slice.index(before: end)
            guard slice[before].isBlank else { break }
            end = before
        }
        return slice[..<end]
    }

    func isText(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && text.withUTF8Buffer { buffer in elementsEqual(buffer) }
    }
}
