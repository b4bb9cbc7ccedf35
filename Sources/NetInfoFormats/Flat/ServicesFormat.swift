package import NetInfoProtocol

/// `services`, one line for each protocol (`tools.md` 9.9).
package struct ServicesFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["services"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let names = try properties.required("name")
        let port = try properties.requiredFirst("port")
        for transport in try properties.required("protocol") {
            writer.write(word: names[0], "name")
            writer.write("\t")
            writer.write(port, "port", forbidden: "/ \t")
            writer.write("/")
            writer.write(word: transport, "protocol")
            writer.write("\t")
            writer.write(aliases: names)
            writer.write("\n")
        }
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: true)
            guard !tokens.isEmpty else { return nil }
            guard tokens.count > 1 else { throw line.problem(at: tokens[0].endIndex, "the port is missing") }
            guard let slash = tokens[1].firstIndex(of: Byte.slash), slash > tokens[1].startIndex,
                slash + 1 < tokens[1].endIndex
            else { throw line.problem(at: tokens[1].startIndex, Array("no port/protocol: ".utf8) + tokens[1]) }
            var builder = EntryBuilder()
            builder.add("name", list: ([tokens[0]] + tokens[2...]).map(Array.init))
            builder.add("port", tokens[1][..<slash])
            builder.add("protocol", tokens[1][(slash + 1)...])
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("port") ? .replace : .newFirst }

    package func belongTogether(_ first: PropertyList, _ second: PropertyList) -> Bool {
        first.firstValue(of: "port") == second.firstValue(of: "port")
    }
}
