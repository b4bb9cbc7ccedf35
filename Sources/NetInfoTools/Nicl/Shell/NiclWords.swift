/// The words of a line: blanks and TABs separate them, `"..."` keeps them together, and `\x` stands for `x`
/// (`tools.md` 6.7).
struct NiclWords: Hashable {
    private(set) var words: [[UInt8]] = []
    /// Whether the line ends inside of quotes.
    private(set) var isQuoteOpen = false
    /// Where the last word begins in the line; the line's end when it ends with a blank.
    private(set) var lastWordStart = 0

    /// Splits a line.
    init(_ line: [UInt8]) {
        var word: [UInt8]?
        var rest = line[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                begin(&word, at: rest.startIndex - 1)
                word?.append(rest.popFirst() ?? byte)
            } else if byte == UInt8(ascii: "\"") {
                begin(&word, at: rest.startIndex - 1)
                isQuoteOpen.toggle()
            } else if !isQuoteOpen, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                begin(&word, at: rest.startIndex - 1)
                word?.append(byte)
            }
        }
        if let word { words.append(word) } else { lastWordStart = line.count }
    }

    private mutating func begin(_ word: inout [UInt8]?, at position: Int) {
        guard word == nil else { return }
        word = []
        lastWordStart = position
    }
}
