import Glibc

/// Reads the tags and texts of a UTF-8 XML document, left to right.
///
/// Entities other than XML's own five are refused, so nothing in a document can expand.
struct XMLPlistScanner {
    let raw: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ raw: UnsafeRawBufferPointer) { self.raw = raw }

    var isAtEnd: Bool { offset >= raw.count }

    /// Goes back to where the scanner was before.
    mutating func move(to earlier: Int) { offset = min(earlier, offset) }

    /// The byte that comes next.
    var next: UInt8? { offset < raw.count ? raw[offset] : nil }

    /// Whether `text` comes next.
    @inline(__always)
    func isAt(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard raw.count - offset >= length, let here = raw.baseAddress else { return false }
        return memcmp(here + offset, text.utf8Start, length) == 0
    }

    /// Steps over `text` when it comes next.
    @inline(__always)
    mutating func skip(_ text: StaticString) -> Bool {
        guard isAt(text) else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    /// A problem where the scanner stands.
    func fault(_ problem: String) -> PlistFault {
        PlistFault(isAtEnd ? "the file ends too early: \(problem)" : problem, at: offset)
    }

    mutating func skipWhitespace() {
        while offset < raw.count {
            switch raw[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
            default: return
            }
        }
    }

    /// Steps over whitespace and comments.
    mutating func skipMiscellany() throws(PlistFault) {
        skipWhitespace()
        while isAt("<!--") {
            try skipComment()
            skipWhitespace()
        }
    }

    /// Steps over a comment, the scanner being at its start.
    mutating func skipComment() throws(PlistFault) {
        let start = offset
        offset += 4
        while !isAt("--") {
            guard !isAtEnd else { throw PlistFault("the comment has no end", at: start) }
            try skipCharacter()
        }
        offset += 2
        guard skip(">") else { throw fault("'--' within a comment") }
    }

    /// Steps over one character, which must be one that XML allows.
    mutating func skipCharacter() throws(PlistFault) {
        guard !isAtEnd else { throw fault("expected a character") }
        let length = raw.xmlCharacterLength(at: offset)
        guard length > 0 else { throw fault("not UTF-8, or a character XML forbids") }
        offset += length
    }

    /// Reads the letters, digits, `-`, `_`, `:` and `.` that come next.
    mutating func readName() throws(PlistFault) -> UnsafeRawBufferPointer {
        let start = offset
        while offset < raw.count, Self.isNameByte(raw[offset]) { offset += 1 }
        guard offset > start else { throw fault("expected a name") }
        return UnsafeRawBufferPointer(rebasing: raw[start..<offset])
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Reads `name="value"`.
    mutating func readAttribute() throws(PlistFault) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let name = try readName()
        skipWhitespace()
        guard skip("=") else { throw fault("expected '=' after an attribute's name") }
        skipWhitespace()
        return (name, try readQuoted())
    }

    /// Reads what stands between two quotes of one kind.
    mutating func readQuoted() throws(PlistFault) -> UnsafeRawBufferPointer {
        guard isAt("\"") || isAt("'") else { throw fault("expected a quoted text") }
        let quote = raw[offset]
        offset += 1
        let start = offset
        while let byte = next, byte != quote {
            guard byte != UInt8(ascii: "<") else { throw fault("'<' within a quoted text") }
            try skipCharacter()
        }
        guard !isAtEnd else { throw fault("expected a closing quote") }
        offset += 1
        return UnsafeRawBufferPointer(rebasing: raw[start..<(offset - 1)])
    }

    /// Moves over bytes that stand for themselves in text, as far as they go.
    mutating func skipOrdinaryText() throws(PlistFault) {
        var position = offset
        defer { offset = position }
        while position < raw.count {
            switch raw[position] {
            case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "\r"): return
            case UInt8(ascii: ">"):
                guard !isEndOfSection(at: position) else { throw PlistFault("']]>' within text", at: position) }
                position += 1
            case 0x20..<0x80, UInt8(ascii: "\t"), UInt8(ascii: "\n"): position += 1
            default:
                let length = raw.xmlCharacterLength(at: position)
                guard length > 0 else { throw PlistFault("not UTF-8, or a character XML forbids", at: position) }
                position += length
            }
        }
    }

    private func isEndOfSection(at position: Int) -> Bool {
        position >= 2 && raw[position - 1] == UInt8(ascii: "]") && raw[position - 2] == UInt8(ascii: "]")
    }
}
