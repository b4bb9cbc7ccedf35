import NetInfoProtocol

/// Reads the nested JSON form of directories (`tools.md` 15):
/// `{"properties":[{"key":"name","values":["alice"]}],"children":[…]}`. Other members do not matter.
///
/// Nesting costs no stack.
package struct OutlineJSONReader {
    private var scanner: JSONScanner
    private var token: JSONToken
    private var nodes: [DirectoryOutline.Node] = []
    /// The directories being read, from the outside in.
    private var open: [Int] = []

    private init(_ text: [UInt8]) throws(FormatProblem) {
        scanner = JSONScanner(text)
        token = try scanner.next()
    }

    /// Reads one directory with everything below it.
    package static func read(_ text: [UInt8]) throws(FormatProblem) -> DirectoryOutline {
        var reader = try OutlineJSONReader(text)
        try reader.beginDirectory()
        while let node = reader.open.last { try reader.readMember(of: node) }
        guard reader.token == .end else { throw reader.scanner.problem("text behind the end of the document") }
        return DirectoryOutline(nodes: reader.nodes)
    }

    private mutating func advance() throws(FormatProblem) { token = try scanner.next() }

    private mutating func expect(_ mark: UInt8) throws(FormatProblem) {
        guard token == .mark(mark) else {
            throw scanner.problem("'\(Character(UnicodeScalar(mark)))' belongs here")
        }
        try advance()
    }

    private mutating func skip(_ mark: UInt8) throws(FormatProblem) -> Bool {
        guard token == .mark(mark) else { return false }
        try advance()
        return true
    }

    private mutating func string() throws(FormatProblem) -> [UInt8] {
        guard case .string(let bytes) = token else { throw scanner.problem("a string belongs here") }
        guard !bytes.contains(0) else { throw scanner.problem("a NUL in a string") }
        try advance()
        return bytes
    }

    // MARK: Directories

    private mutating func beginDirectory() throws(FormatProblem) {
        try expect(Byte.leftBrace)
        nodes.append(.init(depth: open.count, properties: []))
        open.append(nodes.count - 1)
    }

    /// Closes the innermost directory, and all lists of children that end with it.
    private mutating func endDirectory() throws(FormatProblem) {
        open.removeLast()
        guard !open.isEmpty else { return }
        if try skip(Byte.comma) { return try beginDirectory() }
        try expect(UInt8(ascii: "]"))
        try endMember()
    }

    private mutating func endMember() throws(FormatProblem) {
        if token == .mark(Byte.rightBrace) { return }
        try expect(Byte.comma)
    }

    private mutating func readMember(of node: Int) throws(FormatProblem) {
        if try skip(Byte.rightBrace) { return try endDirectory() }
        let name = try string()
        try expect(Byte.colon)
        if name.isText("children") {
            try expect(UInt8(ascii: "["))
            if try !skip(UInt8(ascii: "]")) { return try beginDirectory() }
        } else if name.isText("properties") {
            nodes[node].properties = PropertyList(
                try readList { (reader) throws(FormatProblem) in try reader.readProperty() })
        } else {
            try skipValue()
        }
        try endMember()
    }

    private mutating func readList<Element>(
        _ element: (inout Self) throws(FormatProblem) -> Element
    ) throws(FormatProblem) -> [Element] {
        try expect(UInt8(ascii: "["))
        var elements: [Element] = []
        if try skip(UInt8(ascii: "]")) { return [] }
        repeat { elements.append(try element(&self)) } while try skip(Byte.comma)
        try expect(UInt8(ascii: "]"))
        return elements
    }

    private mutating func readProperty() throws(FormatProblem) -> Property {
        try expect(Byte.leftBrace)
        var key: [UInt8]?
        var values: [[UInt8]]?
        repeat {
            let name = try string()
            try expect(Byte.colon)
            if name.isText("key") {
                key = try string()
            } else if name.isText("values") {
                values = try readList { (reader) throws(FormatProblem) in try reader.string() }
            } else {
                try skipValue()
            }
        } while try skip(Byte.comma)
        guard let key, let values else { throw scanner.problem("a property needs a key and values") }
        try expect(Byte.rightBrace)
        return Property(name: key, values: values)
    }

    /// Skips a value of any depth.
    private mutating func skipValue() throws(FormatProblem) {
        var depth = 0
        repeat {
            switch token {
            case .mark(Byte.leftBrace), .mark(UInt8(ascii: "[")): depth += 1
            case .mark(Byte.rightBrace), .mark(UInt8(ascii: "]")): depth -= 1
            case .end: throw scanner.problem("the document ends too early")
            default: break
            }
            guard depth >= 0 else { throw scanner.problem("a value belongs here") }
            try advance()
        } while depth > 0
    }
}
