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
            guard let (names, value) = try line.nameAndValue("port") else { return nil }
            guard let slash = value.firstIndex(of: Byte.slash), slash > value.startIndex, slash + 1 < value.endIndex
            else { throw line.problem(at: value.startIndex, Array("no port/protocol: ".utf8) + value) }
            var builder = EntryBuilder()
            builder.add("name", list: names)
            builder.add("port", value[..<slash])
            builder.add("protocol", value[(slash + 1)...])
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("port") ? .replace : .newFirst }

    package func belongTogether(_ first: PropertyList, _ second: PropertyList) -> Bool {
        first.firstValue(of: "port") == second.firstValue(of: "port")
    }
}
