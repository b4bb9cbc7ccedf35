/// Which directory of a domain is meant: by its id, or by what to look for on the way down (`tools.md` 3.1).
///
/// The one parser of directory paths. A path is bytes; `\` takes its special meaning from the byte after it.
package struct DirectoryPath: Hashable, Sendable {
    /// One step down: the first child whose property `key` contains `value`.
    package struct Component: Hashable, Sendable {
        package var key: [UInt8]
        package var value: [UInt8]

        package init(key: [UInt8] = Array("name".utf8), value: [UInt8]) {
            self.key = key
            self.value = value
        }
    }

    package enum Target: Hashable, Sendable {
        /// The directory with this id.
        case id(UInt32)
        /// The directory that these steps lead to; without steps, the one they start from.
        case components([Component])
    }

    /// The path is digits only, but no directory can have that id.
    package struct InvalidID: Error, Hashable {}

    package var target: Target
    /// Whether the path begins with `/`. Only `nicl` starts relative paths elsewhere than at the root.
    package var isAbsolute: Bool

    /// A path of components from the root.
    package init(components: [Component]) {
        target = .components(components)
        isAbsolute = true
    }

    /// Parses a path. Slashes that follow each other count as one, and those at the end do not count.
    package init(_ bytes: [UInt8]) throws(InvalidID) {
        isAbsolute = bytes.first == UInt8(ascii: "/")
        if !bytes.isEmpty, bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            target = .id(try Self.parseID(bytes))
        } else {
            target = .components(Self.split(bytes).map(Self.parseComponent))
        }
    }

    /// The two highest ids have a meaning of their own to SELF (`protocol.md` 3.3), so no directory has them.
    private static func parseID(_ digits: [UInt8]) throws(InvalidID) -> UInt32 {
        var number: UInt64 = 0
        for digit in digits {
            number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
            guard number < 0xFFFF_FFFE else { throw InvalidID() }
        }
        return UInt32(number)
    }

    /// The parts between unescaped slashes, escapes kept, empty parts left out.
    package static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\") {
                position += 2
                continue
            }
            if bytes[position] == UInt8(ascii: "/") {
                parts.append(bytes[start..<position])
                start = position + 1
            }
            position += 1
        }
        parts.append(bytes[start...])
        return parts.filter { !$0.isEmpty }
    }

    private static func parseComponent(_ part: ArraySlice<UInt8>) -> Component {
        var position = part.startIndex
        while position < part.endIndex, part[position] != UInt8(ascii: "=") {
            position += part[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < part.endIndex else { return Component(value: unescaped(part)) }
        return Component(key: unescaped(part[..<position]), value: unescaped(part[(position + 1)...]))
    }

    /// What escaped bytes stand for; a `\` at the very end stands for itself.
    package static func unescaped(_ part: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(part.count)
        var rest = part
        while let byte = rest.popFirst() {
            result.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return result
    }
}

extension DirectoryPath {
    /// A path that parses to this one again.
    package var bytes: [UInt8] {
        switch target {
        case .id(let id): Array(String(id).utf8)
        case .components(let components):
            components.isEmpty ? [UInt8(ascii: "/")] : components.flatMap { [UInt8(ascii: "/")] + $0.bytes }
        }
    }
}

extension DirectoryPath.Component {
    /// The component as it is written in a path: `value`, or `key=value`.
    package var bytes: [UInt8] {
        let escapedValue = Self.escape(value, also: [])
        // A plain value containing "=" would be taken for a key and a value.
        if key.elementsEqual("name".utf8), !value.contains(UInt8(ascii: "=")), !value.isEmpty { return escapedValue }
        return Self.escape(key, also: [UInt8(ascii: "=")]) + [UInt8(ascii: "=")] + escapedValue
    }

    private static func escape(_ bytes: [UInt8], also special: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            let isSpecial = byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") || special.contains(byte)
            return isSpecial ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}
