/// Reads an XML property list that is a dictionary of arrays, keeping the order of its keys.
struct XMLPlistParser {
    private var scanner: XMLPlistScanner

    /// Takes UTF-8 text.
    init(_ text: UnsafeRawBufferPointer) { scanner = XMLPlistScanner(text) }

    /// Reads the whole document.
    mutating func readDocument() throws(PlistFault) -> [PlistEntry] {
        try readProlog()
        let plist = try scanner.readTag()
        guard plist.element == .plist, plist.form == .opening else {
            throw PlistFault("expected '<plist>'", at: plist.offset)
        }
        try scanner.skipMiscellany()
        let entries = try readDictionary()
        try scanner.skipMiscellany()
        try scanner.expectEnd(of: .plist)
        try scanner.skipMiscellany()
        guard scanner.isAtEnd else { throw scanner.fault("something follows the end of the property list") }
        return entries
    }

    private mutating func readProlog() throws(PlistFault) {
        guard !scanner.skip(PlistRecordWriter.prolog) else { return try scanner.skipMiscellany() }
        _ = scanner.skip("\u{FEFF}")
        if scanner.skip("<?xml") { try readDeclaration() }
        try scanner.skipMiscellany()
        guard scanner.skip("<!DOCTYPE") else { return }
        try readDocumentType()
        try scanner.skipMiscellany()
    }

    private mutating func readDeclaration() throws(PlistFault) {
        scanner.skipWhitespace()
        while !scanner.skip("?>") {
            let start = scanner.offset
            let (name, value) = try scanner.readAttribute()
            if name.elementsEqual("version".utf8) {
                guard value.elementsEqual("1.0".utf8) else { throw PlistFault("XML other than 1.0", at: start) }
            } else if name.elementsEqual("encoding".utf8) {
                guard Self.isKnown(encoding: value) else {
                    throw PlistFault("the encoding \(value.quotedForMessage) is none of UTF-8 and UTF-16", at: start)
                }
            } else if !name.elementsEqual("standalone".utf8) {
                throw PlistFault("unexpected \(name.quotedForMessage) in the XML declaration", at: start)
            }
            scanner.skipWhitespace()
        }
    }

    private static func isKnown(encoding: UnsafeRawBufferPointer) -> Bool {
        encoding.elementsEqual("UTF-8".utf8)
            || encodings.contains(String(decoding: encoding, as: UTF8.self).uppercased())
    }

    /// UTF-16 has become UTF-8 by now, but the declaration still says otherwise.
    private static let encodings: Set = ["UTF-8", "UTF8", "US-ASCII", "ASCII", "UTF-16", "UTF-16LE", "UTF-16BE"]

    private mutating func readDocumentType() throws(PlistFault) {
        while !scanner.skip(">") {
            switch scanner.next {
            case UInt8(ascii: "["): throw scanner.fault("a DOCTYPE with declarations of its own is refused")
            case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try scanner.readQuoted()
            default: try scanner.skipCharacter()
            }
        }
    }

    private mutating func readDictionary() throws(PlistFault) -> [PlistEntry] {
        let dictionary = try scanner.readTag()
        guard dictionary.element == .dict, dictionary.form != .closing else {
            throw PlistFault("expected '<dict>'", at: dictionary.offset)
        }
        var entries: [PlistEntry] = []
        guard dictionary.form == .opening else { return entries }
        while true {
            try scanner.skipMiscellany()
            let tag = try scanner.readTag()
            switch (tag.element, tag.form) {
            case (.dict, .closing): return entries
            case (.key, .opening), (.key, .empty): entries.append(try readEntry(after: tag))
            default: throw PlistFault("expected '<key>' or '</dict>'", at: tag.offset)
            }
        }
    }

    private mutating func readEntry(after tag: XMLPlistTag) throws(PlistFault) -> PlistEntry {
        let key = tag.form == .empty ? [] : try readText(of: .key)
        try scanner.skipMiscellany()
        let value = try scanner.readTag()
        guard value.form != .closing else {
            throw PlistFault("the key \(key.quotedForMessage) has no value", at: value.offset)
        }
        let values = value.element == .array ? try readArray(value, of: key) : [try readValue(value, of: key)]
        return PlistEntry(key: key, values: values, offset: tag.offset)
    }

    private mutating func readArray(_ array: XMLPlistTag, of key: [UInt8]) throws(PlistFault) -> [[UInt8]] {
        var values: [[UInt8]] = []
        guard array.form == .opening else { return values }
        while true {
            try scanner.skipMiscellany()
            let tag = try scanner.readTag()
            if tag.form == .closing {
                guard tag.element == .array else { throw PlistFault("expected '</array>'", at: tag.offset) }
                return values
            }
            values.append(try readValue(tag, of: key))
        }
    }

    /// Reads one value after its first tag. Values are texts: numbers and dates are taken as they are written.
    private mutating func readValue(_ tag: XMLPlistTag, of key: [UInt8]) throws(PlistFault) -> [UInt8] {
        switch tag.element {
        case .string: return tag.form == .empty ? [] : try readText(of: .string)
        case .data: return tag.form == .empty ? [] : try readData(tag, of: key)
        case .integer, .real, .date: return try readScalar(tag, of: key)
        case .yes, .no:
            if tag.form == .opening { try scanner.expectEnd(of: tag.element) }
            return [tag.element == .yes ? UInt8(ascii: "1") : UInt8(ascii: "0")]
        case .array, .dict:
            throw PlistFault("a value of the key \(key.quotedForMessage) is an array or a dictionary", at: tag.offset)
        case .key, .plist:
            throw PlistFault("expected a value of the key \(key.quotedForMessage)", at: tag.offset)
        }
    }

    private mutating func readText(of element: XMLPlistElement) throws(PlistFault) -> [UInt8] {
        let text = try scanner.readText()
        try scanner.expectEnd(of: element)
        return text
    }

    private mutating func readData(_ tag: XMLPlistTag, of key: [UInt8]) throws(PlistFault) -> [UInt8] {
        guard let bytes = Base64.decode(try readText(of: .data)) else {
            throw PlistFault("a value of the key \(key.quotedForMessage) is not base64", at: tag.offset)
        }
        return bytes
    }

    private mutating func readScalar(_ tag: XMLPlistTag, of key: [UInt8]) throws(PlistFault) -> [UInt8] {
        var text = tag.form == .empty ? [] : try readText(of: tag.element)[...]
        while let last = text.last, last <= 0x20 { text.removeLast() }
        while let first = text.first, first <= 0x20 { text.removeFirst() }
        guard !text.isEmpty, text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw PlistFault("a value of the key \(key.quotedForMessage) is not a number or date", at: tag.offset)
        }
        return Array(text)
    }
}
