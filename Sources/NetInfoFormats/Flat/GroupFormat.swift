package import NetInfoProtocol

/// `group` (`tools.md` 9.3).
package struct GroupFormat: FlatFormat {
    private let hidesPasswords: Bool

    /// With `hidesPasswords`, `*` stands for every password.
    package init(hidesPasswords: Bool = false) { self.hidesPasswords = hidesPasswords }

    package var directory: [String] { ["groups"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        writer.write(try properties.requiredFirst("name"), "name", forbidden: ":")
        writer.write(":")
        writer.write(hidesPasswords ? [UInt8(ascii: "*")] : properties.first("passwd"), "passwd", forbidden: ":")
        writer.write(":")
        writer.write(properties.first("gid"), "gid", forbidden: ":")
        writer.write(":")
        writer.write(properties.values(of: "users") ?? [], "users", separator: ",", forbidden: ":,")
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            if line.isCompatibilityEntry { return nil }
            let fields = line.fields()
            guard fields.count == 3 || fields.count == 4 else {
                throw line.problem(at: 0, "\(fields.count) fields where 4 belong")
            }
            guard !fields[0].isEmpty else { throw line.problem(at: 0, "the name is empty") }
            var builder = EntryBuilder()
            builder.add("name", fields[0])
            builder.add("passwd", fields[1])
            builder.add("gid", fields[2])
            let users = fields.count < 4 || fields[3].isEmpty ? [] : Self.list(fields[3])
            builder.add("users", list: users)
            return builder.entry(line: line)
        }
        return reading
    }

    private static func list(_ field: ArraySlice<UInt8>) -> [[UInt8]] {
        field.split(separator: Byte.comma, omittingEmptySubsequences: false).map { Array($0.trimmed()) }
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("users") ? .newFirst : .replace }
}
