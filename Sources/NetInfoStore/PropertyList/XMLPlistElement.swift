/// The elements a directory's property list may have.
enum XMLPlistElement: Hashable, Sendable {
    case plist, dict, key, array, string, data, integer, real, date, yes, no

    /// The first and last bytes tell all elements apart; the rest is checked against the one they lead to.
    init?(_ name: UnsafeRawBufferPointer) {
        guard let first = name.first, let last = name.last, let element = Self.candidate(first, last),
            element.name.matches(name)
        else { return nil }
        self = element
    }

    private static func candidate(_ first: UInt8, _ last: UInt8) -> XMLPlistElement? {
        switch (first, last) {
        case (UInt8(ascii: "s"), _): .string
        case (UInt8(ascii: "k"), _): .key
        case (UInt8(ascii: "a"), _): .array
        case (UInt8(ascii: "d"), UInt8(ascii: "t")): .dict
        case (UInt8(ascii: "d"), UInt8(ascii: "a")): .data
        case (UInt8(ascii: "d"), _): .date
        case (UInt8(ascii: "p"), _): .plist
        case (UInt8(ascii: "i"), _): .integer
        case (UInt8(ascii: "r"), _): .real
        case (UInt8(ascii: "t"), _): .yes
        case (UInt8(ascii: "f"), _): .no
        default: nil
        }
    }

    var name: StaticString {
        switch self {
        case .plist: "plist"
        case .dict: "dict"
        case .key: "key"
        case .array: "array"
        case .string: "string"
        case .data: "data"
        case .integer: "integer"
        case .real: "real"
        case .date: "date"
        case .yes: "true"
        case .no: "false"
        }
    }
}

extension StaticString {
    fileprivate func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where bytes[index] != utf8Start[index] { return false }
        return true
    }
}

/// One tag as it stands in the document.
struct XMLPlistTag {
    enum Form {
        /// `<x>`
        case opening
        /// `</x>`
        case closing
        /// `<x/>`
        case empty
    }

    let element: XMLPlistElement
    let form: Form
    /// Where the tag's `<` is.
    let offset: Int
}

extension XMLPlistScanner {
    /// Reads a tag. Only `plist` may have attributes.
    mutating func readTag() throws(PlistFault) -> XMLPlistTag {
        let start = offset
        guard skip("<") else { throw fault("expected a tag") }
        let isClosing = skip("/")
        let name = try readName()
        guard let element = XMLPlistElement(name) else {
            throw PlistFault("a property list has no element \(name.quotedForMessage)", at: start)
        }
        // Most tags end here.
        if next == UInt8(ascii: ">") {
            _ = skip(">")
            return XMLPlistTag(element: element, form: isClosing ? .closing : .opening, offset: start)
        }
        if element == .plist, !isClosing { try skipAttributes() }
        skipWhitespace()
        let isEmpty = !isClosing && skip("/")
        guard skip(">") else { throw fault("expected '>' at the end of the tag '\(element.name)'") }
        return XMLPlistTag(element: element, form: isClosing ? .closing : isEmpty ? .empty : .opening, offset: start)
    }

    private mutating func skipAttributes() throws(PlistFault) {
        while true {
            let end = offset
            skipWhitespace()
            guard !isAtEnd, !isAt(">"), !isAt("/") else { return }
            guard offset > end else { throw fault("expected whitespace before an attribute") }
            _ = try readAttribute()
        }
    }

    /// Reads the closing tag of `element`.
    mutating func expectEnd(of element: XMLPlistElement) throws(PlistFault) {
        guard !skipPlainEnd(of: element) else { return }
        let tag = try readTag()
        guard tag.element == element, tag.form == .closing else {
            throw PlistFault("expected '</\(element.name)>'", at: tag.offset)
        }
    }

    /// Steps over `</element>` when it comes next just so, as it nearly always does.
    private mutating func skipPlainEnd(of element: XMLPlistElement) -> Bool {
        let start = offset
        if skip("</"), skip(element.name), skip(">") { return true }
        move(to: start)
        return false
    }
}
