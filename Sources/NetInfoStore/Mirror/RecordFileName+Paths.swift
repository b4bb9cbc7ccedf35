/// Taking paths apart, byte by byte: to a `String`, a separator and an accent that follows are one character.
extension RecordFileName {
    /// A file's name without `.plist`; nil when it does not end so.
    static func base(ofFile name: String) -> String? {
        let bytes = name.utf8
        guard bytes.count >= suffix.utf8.count, bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else {
            return nil
        }
        return String(decoding: bytes.dropLast(suffix.utf8.count), as: UTF8.self)
    }

    /// What follows the last separator.
    static func lastComponent(_ path: String) -> String {
        String(decoding: path.utf8.suffix(after: UInt8(ascii: "/")), as: UTF8.self)
    }

    /// What precedes the last separator; empty when there is none.
    static func folder(of path: String) -> String {
        let last = path.utf8.suffix(after: UInt8(ascii: "/"))
        return String(decoding: path.utf8.dropLast(last.count + 1), as: UTF8.self)
    }

    /// The name of the directory in a folder that no property list goes with.
    static func name(ofFolder base: String) -> [UInt8] {
        var name: [UInt8] = []
        var rest = Substring(base).utf8
        while let byte = rest.first {
            let isSlash = rest.starts(with: "%2F".utf8)
            name.append(isSlash ? UInt8(ascii: "/") : byte)
            rest = rest.dropFirst(isSlash ? 3 : 1)
        }
        return name
    }
}

extension BidirectionalCollection where Element: Equatable {
    /// What follows the last `separator`; everything when there is none.
    fileprivate func suffix(after separator: Element) -> SubSequence {
        lastIndex(of: separator).map { self[index(after: $0)...] } ?? self[...]
    }
}
