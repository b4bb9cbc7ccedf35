package import NetInfoProtocol

/// `bootparams` (`tools.md` 9.7).
package struct BootparamsFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["machines"] }

    package var alwaysMerges: Bool { true }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let name = try properties.requiredFirst("name")
        let parameters = try properties.required("bootparams")
        writer.write(word: name, "name")
        for (index, parameter) in parameters.enumerated() {
            writer.write(index == 0 ? " " : " \\\n\t")
            writer.write(word: parameter, "bootparams")
        }
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text, .backslash)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: false)
            guard let name = tokens.first else { return nil }
            var builder = EntryBuilder()
            builder.add("name", name)
            builder.add("bootparams", list: tokens.dropFirst().map(Array.init))
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { .oldFirst }
}
