/// Why a directory has no line in a file, or none that would be read back.
package struct FieldProblem: Error, Hashable, Sendable {
    /// The property.
    package var field: String
    package var reason: String

    /// What is wrong, as `field "realname" contains ':'` (`tools.md` 7.2).
    package var text: String { "field \"\(field)\" \(reason)" }
}

/// Puts an entry's text together and notices the first value that the format cannot carry.
package struct FieldWriter {
    package private(set) var bytes: [UInt8] = []
    private(set) var problem: FieldProblem?

    /// Writes what belongs to the format.
    mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { bytes += $0 }
    }

    /// Writes a value, in which the forbidden bytes, newlines and NUL cannot stand.
    mutating func write(_ value: [UInt8], _ field: String, forbidden: StaticString = "") {
        let bad = value.first { byte in
            byte == Byte.newline || byte == 0 || forbidden.withUTF8Buffer { $0.contains(byte) }
        }
        if let bad { note(FieldProblem(field: field, reason: "contains \(Self.name(of: bad))")) }
        bytes += value
    }

    /// Writes values with a separator between them, which none of them may contain.
    mutating func write(
        _ values: [[UInt8]], _ field: String, separator: StaticString, forbidden: StaticString = ""
    ) {
        for (index, value) in values.enumerated() {
            if index > 0 { write(separator) }
            write(value, field, forbidden: forbidden)
        }
    }

    /// Writes a word of a line of words; it cannot be empty.
    mutating func write(word: [UInt8], _ field: String) {
        if word.isEmpty { note(FieldProblem(field: field, reason: "is empty")) }
        write(word, field, forbidden: " \t")
    }

    mutating func note(_ found: FieldProblem) {
        if problem == nil { problem = found }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case Byte.newline: "a newline"
        case 0: "NUL"
        case Byte.tab: "a tab"
        default: "'\(Character(UnicodeScalar(byte)))'"
        }
    }
}
