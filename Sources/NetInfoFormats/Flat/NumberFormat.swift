package import NetInfoProtocol

/// A line of a name, a number and aliases: `protocols`, `rpc` and, with an address for the number, `networks`
/// (`tools.md` 9.8 and 9.10).
package struct NumberFormat: FlatFormat {
    private let name: String
    private let key: String
    private let isNetwork: Bool

    package static let protocols = NumberFormat(name: "protocols", key: "number", isNetwork: false)
    package static let rpc = NumberFormat(name: "rpcs", key: "number", isNetwork: false)
    package static let networks = NumberFormat(name: "networks", key: "address", isNetwork: true)

    package var directory: [String] { [name] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let names = try properties.required("name")
        let number = try properties.requiredFirst(key)
        writer.write(word: names[0], "name")
        writer.write("\t")
        writer.write(word: isNetwork ? NetworkNumber.canonical(number) ?? number : number, key)
        writer.write("\t")
        writer.write(aliases: names)
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            guard let (names, token) = try line.nameAndValue(key) else { return nil }
            var value = Array(token)
            if isNetwork {
                guard let address = NetworkNumber.canonical(value) else {
                    throw line.problem(at: token.startIndex, Array("no network number: ".utf8) + value)
                }
                value = address
            }
            var builder = EntryBuilder()
            builder.add("name", list: names)
            builder.add(key, value)
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("name") ? .newFirst : .replace }
}

extension FieldWriter {
    /// Writes all names but the first, separated by tabs.
    mutating func write(aliases names: [[UInt8]]) {
        for (index, alias) in names.dropFirst().enumerated() {
            if index > 0 { write("\t") }
            write(word: alias, "name")
        }
    }
}

/// Numbers of networks: one to four decimal parts.
enum NetworkNumber {
    /// The number without leading zeros; nil when it is none.
    static func canonical(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let parts = Array(text).split(separator: Byte.dot, omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var result: [UInt8] = []
        for part in parts {
            guard !part.isEmpty, part.allSatisfy(\.isDigit) else { return nil }
            let digits = part.drop { $0 == UInt8(ascii: "0") }
            guard digits.count <= 3, let number = Int(String(decoding: [UInt8(ascii: "0")] + digits, as: UTF8.self)),
                number <= 255
            else { return nil }
            if !result.isEmpty { result.append(Byte.dot) }
            result += String(number).utf8
        }
        return result
    }
}
