package import NetInfoProtocol

/// `exports` (`tools.md` 9.12).
package struct ExportsFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["exports"] }

    /// Lists that are absent leave their blanks, as scripts know it.
    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let names = try properties.required("name")
        writer.write(word: names[0], "name")
        writer.write(" ")
        for (index, name) in names.dropFirst().enumerated() {
            if index > 0 { writer.write(" ") }
            writer.write(word: name, "name")
        }
        writer.write(" ")
        for (index, option) in (properties.values(of: "opts") ?? []).enumerated() {
            writer.write(index > 0 ? " -" : "-")
            writer.write(option, "opts", forbidden: " \t,")
        }
        writer.write(" ")
        for (index, client) in (properties.values(of: "clients") ?? []).enumerated() {
            if index > 0 { writer.write(" ") }
            writer.write(word: client, "clients")
        }
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text, .backslash)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: true)
            guard let first = tokens.first else { return nil }
            guard first.first != Byte.hyphen else {
                throw line.problem(at: first.startIndex, "the path is missing")
            }
            let options = tokens.firstIndex { $0.first == Byte.hyphen } ?? Self.emptyOptions(between: tokens)
            let names = tokens[..<options]
            let rest = tokens[options...]
            var builder = EntryBuilder()
            builder.add("name", list: names.map(Array.init))
            let given = rest.filter { $0.first == Byte.hyphen }.flatMap {
                $0.dropFirst().split(separator: Byte.comma, omittingEmptySubsequences: false).map(Array.init)
            }
            if !given.isEmpty { builder.add("opts", list: given) }
            let clients = rest.filter { $0.first != Byte.hyphen }
            if !clients.isEmpty { builder.add("clients", list: clients.map(Array.init)) }
            return builder.entry(line: line)
        }
        return reading
    }

    /// Where clients begin in a line without options. Such a line tells names from clients only by the blanks that
    /// an empty list of options leaves: two after aliases, three after the first name.
    private static func emptyOptions(between tokens: [ArraySlice<UInt8>]) -> Int {
        for (index, pair) in zip(tokens, tokens.dropFirst()).enumerated() {
            let gap = pair.1.startIndex - pair.0.endIndex
            if gap == (index == 0 ? 3 : 2) { return index + 1 }
        }
        return tokens.count
    }

    package func rule(for key: [UInt8]) -> MergeRule { .newFirst }
}
