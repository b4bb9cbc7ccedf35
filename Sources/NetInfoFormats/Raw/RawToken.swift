/// A token of the raw format, and where it begins.
struct RawToken: Hashable {
    enum Kind: Hashable {
        /// A word; quoted ones are never the keyword `CHILDREN`.
        case word([UInt8], isQuoted: Bool)
        /// One of `{ } ( ) , ; =`.
        case mark(UInt8)
        case end
    }

    var kind: Kind
    var line: Int
    var column: Int

    /// The token as it is shown in messages.
    var text: [UInt8] {
        switch kind {
        case .word(let bytes, _): bytes
        case .mark(let mark): [mark]
        case .end: Array("-nil-".utf8)
        }
    }

    func isMark(_ mark: UInt8) -> Bool { kind == .mark(mark) }
}
