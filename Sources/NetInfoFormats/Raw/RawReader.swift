import NetInfoProtocol

/// Reads the raw format (`tools.md` 10.2). Nesting costs no stack.
package struct RawReader {
    /// What is being read, from the outside in.
    private enum Frame {
        case directory(node: Int, isBraced: Bool)
        /// The value of `CHILDREN`.
        case children(isParenthesised: Bool)
    }

    private var scanner: RawScanner
    private var token: RawToken
    private var frames: [Frame] = []
    private var nodes: [DirectoryOutline.Node] = []
    private var depth = 0

    private init(_ text: [UInt8], isLegacy: Bool) throws(FormatProblem) {
        scanner = RawScanner(text, isLegacy: isLegacy)
        token = try scanner.next(isKey: true)
    }

    /// Reads one directory with everything below it. Text without any is an error.
    ///
    /// With `isLegacy`, backslashes are read as the original wrote them (`--legacy-raw`).
    package static func read(_ text: [UInt8], isLegacy: Bool = false) throws(FormatProblem) -> DirectoryOutline {
        var reader = try RawReader(text, isLegacy: isLegacy)
        try reader.beginDirectory()
        while let frame = reader.frames.last {
            switch frame {
            case .directory(let node, let isBraced): try reader.readItem(of: node, isBraced: isBraced)
            case .children(let isParenthesised): try reader.readChild(isParenthesised: isParenthesised)
            }
        }
        return DirectoryOutline(nodes: reader.nodes)
    }

    private mutating func advance(isKey: Bool) throws(FormatProblem) {
        token = try scanner.next(isKey: isKey)
    }

    private func problem(_ reason: String) -> FormatProblem {
        FormatProblem(line: token.line, column: token.column, reason)
    }

    private func unexpected() -> FormatProblem {
        switch token.kind {
        case .mark(Byte.leftParen): problem("Unexpected left paren \"(\"")
        case .mark(Byte.rightParen): problem("Unexpected right paren \")\"")
        case .mark(Byte.rightBrace): problem("Unexpected right brace \"}\"")
        default:
            FormatProblem(
                line: token.line, column: token.column,
                reason: Array("Unexpected token \"".utf8) + token.text + [Byte.quote])
        }
    }

    // MARK: Directories

    private mutating func beginDirectory() throws(FormatProblem) {
        let isBraced = token.isMark(Byte.leftBrace)
        if !isBraced, case .mark = token.kind { throw unexpected() }
        if !isBraced, token.kind == .end { throw unexpected() }
        nodes.append(.init(depth: depth, properties: []))
        frames.append(.directory(node: nodes.count - 1, isBraced: isBraced))
        depth += 1
        if isBraced { try advance(isKey: true) }
    }

    private mutating func endDirectory() {
        frames.removeLast()
        depth -= 1
        if case .children(isParenthesised: false) = frames.last { frames.removeLast() }
    }

    private mutating func readItem(of node: Int, isBraced: Bool) throws(FormatProblem) {
        switch token.kind {
        case .word(let key, let isQuoted):
            try advance(isKey: false)
            guard token.isMark(Byte.equals) else { throw problem("Expecting equal \"=\"") }
            if !isQuoted, key.isText("CHILDREN") { return try beginChildren() }
            try advance(isKey: false)
            nodes[node].properties.properties.append(Property(name: key, values: try readValues()))
            try skipSemicolon()
        case .mark(Byte.semicolon): try advance(isKey: true)
        case .mark(Byte.rightBrace) where isBraced:
            endDirectory()
            // What follows the outermost brace does not matter, not even whether it can be read.
            if !frames.isEmpty { try advance(isKey: true) }
        default: try endWithoutBrace(isBraced: isBraced)
        }
    }

    /// A directory without braces ends where what surrounds it goes on.
    private mutating func endWithoutBrace(isBraced: Bool) throws(FormatProblem) {
        guard !isBraced else { throw unexpected() }
        if frames.count == 1, token.kind != .end { throw unexpected() }
        if token.isMark(Byte.leftParen) || token.isMark(Byte.leftBrace) || token.isMark(Byte.equals) {
            throw unexpected()
        }
        endDirectory()
    }

    private mutating func skipSemicolon() throws(FormatProblem) {
        if token.isMark(Byte.semicolon) { try advance(isKey: true) }
    }

    // MARK: Values

    private mutating func readValues() throws(FormatProblem) -> [[UInt8]] {
        let isParenthesised = token.isMark(Byte.leftParen)
        if isParenthesised { try advance(isKey: false) }
        var values: [[UInt8]] = []
        while true {
            switch token.kind {
            case .word(let value, _): values.append(value)
            case .mark(Byte.comma): break
            case .mark(Byte.leftParen): throw unexpected()
            default:
                try endValues(isParenthesised: isParenthesised)
                return values
            }
            try advance(isKey: false)
        }
    }

    private mutating func endValues(isParenthesised: Bool) throws(FormatProblem) {
        if isParenthesised {
            guard token.isMark(Byte.rightParen) else { throw problem("Expecting right paren \")\"") }
            try advance(isKey: true)
        } else if token.isMark(Byte.equals) || token.isMark(Byte.leftBrace) {
            throw problem("Expecting semicolon \";\"")
        }
    }

    // MARK: Children

    private mutating func beginChildren() throws(FormatProblem) {
        try advance(isKey: true)
        let isParenthesised = token.isMark(Byte.leftParen)
        frames.append(.children(isParenthesised: isParenthesised))
        if isParenthesised { try advance(isKey: true) } else { try beginDirectory() }
    }

    private mutating func readChild(isParenthesised: Bool) throws(FormatProblem) {
        switch token.kind {
        case .mark(Byte.comma): try advance(isKey: true)
        case .mark(Byte.rightParen):
            frames.removeLast()
            try advance(isKey: true)
            try skipSemicolon()
        case .mark(Byte.leftBrace), .word: try beginDirectory()
        case .end: throw problem("Expecting right paren \")\"")
        default: throw unexpected()
        }
    }
}
