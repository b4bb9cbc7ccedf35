/// Cuts text in the raw format into tokens (`tools.md` 10.2).
struct RawScanner {
    private let text: [UInt8]
    private let isLegacy: Bool
    private var position = 0
    private var line = 1
    private var lineStart = 0

    /// With `isLegacy`, backslashes are read as the original wrote them (`--legacy-raw`).
    init(_ text: [UInt8], isLegacy: Bool) {
        self.text = text
        self.isLegacy = isLegacy
    }

    /// The next token. In the place of a key a bare word ends before `=`; elsewhere `=` may stand within it.
    mutating func next(isKey: Bool) throws(FormatProblem) -> RawToken {
        skipBlanks()
        let start = (line, position - lineStart + 1)
        guard position < text.count else { return RawToken(kind: .end, line: start.0, column: start.1) }
        let byte = text[position]
        let kind: RawToken.Kind
        if byte == Byte.quote {
            kind = .word(try quoted(start), isQuoted: true)
        } else if Self.isMark(byte) || byte == Byte.equals {
            position += 1
            kind = .mark(byte)
        } else {
            kind = .word(try bare(isKey: isKey), isQuoted: false)
        }
        return RawToken(kind: kind, line: start.0, column: start.1)
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case Byte.leftBrace, Byte.rightBrace, Byte.leftParen, Byte.rightParen, Byte.comma, Byte.semicolon: true
        default: false
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte.isBlank || byte == Byte.newline }

    private mutating func skipBlanks() {
        while position < text.count {
            if text[position] == Byte.hash {
                while position < text.count, text[position] != Byte.newline { position += 1 }
            } else if Self.isSpace(text[position]) {
                step()
            } else {
                return
            }
        }
    }

    private mutating func step() {
        if text[position] == Byte.newline {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }

    private mutating func bare(isKey: Bool) throws(FormatProblem) -> [UInt8] {
        let start = position
        while position < text.count {
            let byte = text[position]
            if Self.isSpace(byte) || Self.isMark(byte) || byte == Byte.quote { break }
            if isKey, byte == Byte.equals { break }
            try refuseNUL()
            position += 1
        }
        return Array(text[start..<position])
    }

    /// No name or value can contain NUL.
    private func refuseNUL() throws(FormatProblem) {
        guard text[position] == 0 else { return }
        throw FormatProblem(line: line, column: position - lineStart + 1, "Unexpected NUL")
    }

    private mutating func quoted(_ start: (line: Int, column: Int)) throws(FormatProblem) -> [UInt8] {
        var word: [UInt8] = []
        position += 1
        while position < text.count {
            let byte = text[position]
            if byte == Byte.quote {
                position += 1
                return word
            }
            if byte == Byte.backslash, position + 1 < text.count, !isLegacyBackslash {
                step()
            }
            try refuseNUL()
            word.append(text[position])
            step()
        }
        throw FormatProblem(line: start.line, column: start.column, "Expecting closing quote")
    }

    /// Whether the backslash here stands for itself. The original escaped quotes, but not backslashes: before a quote
    /// that is followed by what it printed behind a value, a backslash was the value's last byte.
    private var isLegacyBackslash: Bool {
        guard isLegacy else { return false }
        guard text[position + 1] == Byte.quote else { return true }
        let rest = text[(position + 2)...].prefix(4)
        return rest.starts(with: " );".utf8) || rest.starts(with: ", \"".utf8) || rest.starts(with: " = (".utf8)
    }
}
