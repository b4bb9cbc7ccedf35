/// The elements a directory's property list may have.
enum XMLPlistElement: Hashable, Sendable {
    case plist, dict, key, array, string, data, integer, real, date, yes, no

    init?(_ name: UnsafeRawBufferPointer) {
        guard let element = Self.all.first(where: { $0.name.matches(name) })?.element else { return nil }
        self = element
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

    /// The commonest first, since they are tried in turn.
    private static let all: [(name: StaticString, element: XMLPlistElement)] = {
        let elements: [XMLPlistElement] = [
            .string, .key, .array, .data, .dict, .plist, .integer, .real, .date, .yes, .no,
        ]
        return elements.map { ($0.name, $0) }
    }()
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
        let tag = try readTag()
        guard tag.element == element, tag.form == .closing else {
            throw PlistFault("expected '</\(element.name)>'", at: tag.offset)
        }
    }
}
