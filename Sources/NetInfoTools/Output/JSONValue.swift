/// A JSON document whose strings are bytes and whose members keep their order.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case number(Int)
    case bool(Bool)
    case string([UInt8])
    case array([JSONValue])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The strings of a list of values.
    package static func strings(_ values: [[UInt8]]) -> JSONValue { .array(values.map { .string($0) }) }

    /// A string of text.
    package static func text(_ value: String) -> JSONValue { .string(Array(value.utf8)) }

    /// The document in UTF-8, without blanks.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    private func encode(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .number(let value): bytes += String(value).utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .string(let value): JSONString.encode(value, into: &bytes)
        case .array(let elements):
            Self.encodeList(elements, between: "[]", into: &bytes) { $0.encode(into: &$1) }
        case .object(let members):
            Self.encodeList(members, between: "{}", into: &bytes) { member, bytes in
                JSONString.encode(Array(member.name.utf8), into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.encode(into: &bytes)
            }
        }
    }

    private static func encodeList<Element>(
        _ elements: [Element], between brackets: String, into bytes: inout [UInt8],
        _ encode: (Element, inout [UInt8]) -> Void
    ) {
        bytes += brackets.utf8.prefix(1)
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            encode(element, &bytes)
        }
        bytes += brackets.utf8.suffix(1)
    }
}
