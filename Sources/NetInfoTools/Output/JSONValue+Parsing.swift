package import NetInfoFormats

extension JSONValue {
    /// Levels that a document may have.
    private static let deepest = 16

    /// Reads a document whose numbers are whole.
    package init(parsing text: [UInt8]) throws(FormatProblem) {
        var scanner = JSONScanner(text)
        self = try Self.value(try scanner.next(), &scanner, depth: 0)
        guard try scanner.next() == .end else { throw scanner.problem("text behind the end of the document") }
    }

    private static func value(
        _ token: JSONToken, _ scanner: inout JSONScanner, depth: Int
    ) throws(FormatProblem) -> JSONValue {
        switch token {
        case .string(let bytes): return .string(bytes)
        case .literal(let bytes): return try literal(String(decoding: bytes, as: UTF8.self), scanner)
        case .mark(UInt8(ascii: "{")) where depth < deepest: return try object(&scanner, depth: depth + 1)
        case .mark(UInt8(ascii: "[")) where depth < deepest: return try array(&scanner, depth: depth + 1)
        case .mark, .end: throw scanner.problem("a value belongs here")
        }
    }

    private static func literal(_ text: String, _ scanner: JSONScanner) throws(FormatProblem) -> JSONValue {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = Int(text) else { throw scanner.problem("no number") }
            return .number(number)
        }
    }

    private static func array(_ scanner: inout JSONScanner, depth: Int) throws(FormatProblem) -> JSONValue {
        var elements: [JSONValue] = []
        var token = try scanner.next()
        if token == .mark(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value(token, &scanner, depth: depth))
            if try isLast(in: UInt8(ascii: "]"), &scanner) { return .array(elements) }
            token = try scanner.next()
        }
    }

    private static func object(_ scanner: inout JSONScanner, depth: Int) throws(FormatProblem) -> JSONValue {
        var members: [Member] = []
        var token = try scanner.next()
        if token == .mark(UInt8(ascii: "}")) { return .object([]) }
        while true {
            guard case .string(let name) = token else { throw scanner.problem("a string belongs here") }
            guard try scanner.next() == .mark(UInt8(ascii: ":")) else { throw scanner.problem("':' belongs here") }
            let value = try value(try scanner.next(), &scanner, depth: depth)
            members.append(Member(String(decoding: name, as: UTF8.self), value))
            if try isLast(in: UInt8(ascii: "}"), &scanner) { return .object(members) }
            token = try scanner.next()
        }
    }

    private static func isLast(in bracket: UInt8, _ scanner: inout JSONScanner) throws(FormatProblem) -> Bool {
        switch try scanner.next() {
        case .mark(bracket): return true
        case .mark(UInt8(ascii: ",")): return false
        default: throw scanner.problem("',' or '\(Character(UnicodeScalar(bracket)))' belongs here")
        }
    }

    // MARK: Looking inside

    /// The first member of an object that has this name.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The bytes of a string.
    package var string: [UInt8]? {
        guard case .string(let bytes) = self else { return nil }
        return bytes
    }

    package var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    /// The elements of an array.
    package var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
