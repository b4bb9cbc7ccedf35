package import NetInfoProtocol

/// Mail `aliases` (`tools.md` 9.13).
package struct AliasesFormat: FlatFormat {
    private static let lineWidth = 72
    private static let tabWidth = 8

    package init() {}

    package var directory: [String] { ["aliases"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let name = try properties.requiredFirst("name")
        let members = try properties.required("members")
        writer.write(name, "name", forbidden: ":")
        writer.write(": ")
        var column = name.count + 2
        for (index, member) in members.enumerated() {
            let isLast = index == members.count - 1
            let length = member.count + (isLast ? 0 : 1)
            if column + length > Self.lineWidth {
                writer.write("\n\t")
                column = Self.tabWidth
            }
            if Self.split(member[...]).count > 1 { writer.note(.init(field: "members", reason: "contains ','")) }
            writer.write(member, "members")
            if !isLast { writer.write(",") }
            column += length
        }
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text, .indentation)) { line throws(FormatProblem) in
            guard let colon = line.bytes.firstIndex(of: Byte.colon) else {
                throw line.problem(at: line.bytes.count, "the colon after the name is missing")
            }
            let name = line.bytes[..<colon].trimmed()
            guard !name.isEmpty else { throw line.problem(at: 0, "the name is empty") }
            var builder = EntryBuilder()
            builder.add("name", name)
            let rest = line.bytes[(colon + 1)...].trimmed()
            builder.add("members", list: rest.isEmpty ? [] : Self.split(rest).map { Array($0.trimmed()) })
            return builder.entry(line: line)
        }
        return reading
    }

    /// The parts between commas that are not within double quotes.
    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var isQuoted = false
        for index in text.indices {
            if text[index] == Byte.quote { isQuoted.toggle() }
            if text[index] == Byte.comma, !isQuoted {
                parts.append(text[start..<index])
                start = index + 1
            }
        }
        return parts + [text[start...]]
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("members") ? .newFirst : .replace }
}
