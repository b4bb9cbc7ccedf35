package import NetInfoProtocol

/// `printcap` (`tools.md` 9.14).
package struct PrintcapFormat: FlatFormat {
    private static let lineWidth = 72
    private static let lineStart = 9

    package init() {}

    package var directory: [String] { ["printers"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        writer.write(try properties.required("name"), "name", separator: "|", forbidden: ":|")
        writer.write(": \\\n\t:")
        var column = Self.lineStart
        for property in properties.properties where !Self.isHidden(property.name) {
            var item = FieldWriter()
            Self.compose(property, to: &item)
            if column + item.bytes.count > Self.lineWidth {
                writer.write(" \\\n\t:")
                column = Self.lineStart
            }
            Self.compose(property, to: &writer)
            column += item.bytes.count
        }
        writer.write("\n")
    }

    private static func isHidden(_ key: [UInt8]) -> Bool { key.isText("name") || key.first == UInt8(ascii: "_") }

    private static func compose(_ property: Property, to writer: inout FieldWriter) {
        let field = String(decoding: property.name, as: UTF8.self)
        writer.write(property.name, field, forbidden: ":=#")
        if let value = property.values.first {
            if value.first != Byte.hash { writer.write("=") }
            writer.write(value, field, forbidden: ":")
        }
        writer.write(":")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text, .backslash)) { line throws(FormatProblem) in
            let items = line.fields()
            let names = items[0].split(separator: Byte.bar, omittingEmptySubsequences: false).map { $0.trimmed() }
            guard names.first?.isEmpty == false else { throw line.problem(at: 0, "the name is empty") }
            var list = PropertyList([Property(name: Array("name".utf8), values: names.map(Array.init))])
            list.properties += items.dropFirst().filter { !$0.isEmpty }.map(Self.property)
            // Capabilities keep the order of the file, which shows when they are written again.
            return FormatEntry(line: line.number, properties: list)
        }
        return reading
    }

    private static func property(_ item: ArraySlice<UInt8>) -> Property {
        guard let mark = item.firstIndex(where: { $0 == Byte.equals || $0 == Byte.hash }) else {
            return Property(name: Array(item), values: [])
        }
        // The mark of a number is part of its value.
        let value = item[mark] == Byte.hash ? item[mark...] : item[(mark + 1)...]
        return Property(name: Array(item[..<mark]), values: [Array(value)])
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("name") ? .newFirst : .replace }
}
