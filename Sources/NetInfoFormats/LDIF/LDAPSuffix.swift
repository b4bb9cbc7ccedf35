/// The name of the topmost entry of an LDAP directory, below which everything is exported.
package struct LDAPSuffix: Hashable, Sendable {
    /// Why a text is no suffix.
    package struct Mistake: Error, Hashable, Sendable {
        package var reason: String
    }

    /// The distinguished name, without blanks around its parts.
    package let name: [UInt8]
    private let kind: Kind
    /// The value of the first part, unescaped.
    private let value: [UInt8]

    /// What the topmost entry may be called after.
    private enum Kind: String {
        case dc, o, ou, c, l

        /// The object classes of the entry.
        var classes: [String] {
            switch self {
            case .dc: ["top", "dcObject", "organization"]
            case .o: ["top", "organization"]
            case .ou: ["top", "organizationalUnit"]
            case .c: ["top", "country"]
            case .l: ["top", "locality"]
            }
        }
    }

    /// Where nothing better is known: the domain that is kept for examples (RFC 2606).
    package static let example = LDAPSuffix(domain: Array("example.com".utf8)) ?? LDAPSuffix(label: [])

    private init(label: [UInt8]) {
        name = Array("dc=".utf8) + label
        kind = .dc
        value = label
    }

    /// The suffix of a DNS domain, `dc=example,dc=com`; nil when the text is none.
    package init?(domain: [UInt8]) {
        let trimmed = domain.last == Byte.dot ? domain.dropLast() : domain[...]
        let labels = trimmed.split(separator: Byte.dot, omittingEmptySubsequences: false).map(Array.init)
        guard let first = labels.first, labels.allSatisfy(Self.isLabel) else { return nil }
        name = Array(labels.map { Array("dc=".utf8) + $0 }.joined(separator: [Byte.comma]))
        kind = .dc
        value = first
    }

    private static func isLabel(_ label: [UInt8]) -> Bool {
        (1...63).contains(label.count)
            && label.allSatisfy {
                $0.isDigit || $0 == Byte.hyphen || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
            }
    }

    /// Takes a distinguished name whose first part is a `dc`, `o`, `ou`, `c` or `l`.
    package init(parsing text: [UInt8]) throws(Mistake) {
        var assertions: [(type: String, value: [UInt8])] = []
        for part in Self.split(text) { assertions.append(try Self.assertion(Array(part.trimmed()))) }
        guard let first = assertions.first, let kind = Kind(rawValue: first.type.lowercased()) else {
            throw Mistake(reason: "it must begin with dc=, o=, ou=, c= or l=")
        }
        if kind == .dc, !first.value.allSatisfy({ $0 < 0x80 }) { throw Mistake(reason: "a dc must be ASCII") }
        if kind == .c, first.value.count != 2 { throw Mistake(reason: "a c must be two letters") }
        let texts = assertions.map { Array($0.type.utf8) + [Byte.equals] + DistinguishedName.escaped($0.value) }
        name = Array(texts.joined(separator: [Byte.comma]))
        self.kind = kind
        value = first.value
    }

    /// The parts between commas that are not escaped.
    private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position < text.count {
            if text[position] == Byte.comma {
                parts.append(text[start..<position])
                start = position + 1
            }
            position += text[position] == Byte.backslash ? 2 : 1
        }
        return parts + [text[min(start, text.count)...]]
    }

    private static func assertion(_ part: [UInt8]) throws(Mistake) -> (type: String, value: [UInt8]) {
        let text = String(decoding: part, as: UTF8.self)
        guard let equals = part.firstIndex(of: Byte.equals) else {
            throw Mistake(reason: "'\(text)' is not of the form type=value")
        }
        let type = part[..<equals]
        guard !type.isEmpty, type.allSatisfy({ $0.isDigit || $0.isLetter || $0 == Byte.hyphen || $0 == Byte.dot })
        else { throw Mistake(reason: "'\(text)' has no attribute type before the '='") }
        guard let value = unescaped(part[(equals + 1)...]), LDAPSyntax.directoryString.fault(in: value) == nil else {
            throw Mistake(reason: "'\(text)' has no proper value")
        }
        return (String(decoding: type, as: UTF8.self), value)
    }

    /// The value that a text stands for; nil when something in it would have to be escaped, or is badly.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var value: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == Byte.backslash else {
                if "\"+<>;".utf8.contains(byte) { return nil }
                value.append(byte)
                continue
            }
            guard let next = rest.popFirst() else { return nil }
            if next.isHexDigit, let second = rest.first, second.isHexDigit {
                rest = rest.dropFirst()
                guard let number = UInt8(String(decoding: [next, second], as: UTF8.self), radix: 16) else { return nil }
                value.append(number)
            } else {
                value.append(next)
            }
        }
        return value
    }

    /// The topmost entry.
    package var entry: LDIFEntry {
        var attributes = kind.classes.map { LDIFEntry.Attribute("objectClass", Array($0.utf8)) }
        attributes.append(.init(kind.rawValue, value))
        if kind == .dc { attributes.append(.init("o", value)) }
        return LDIFEntry(name: name, attributes: attributes)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
