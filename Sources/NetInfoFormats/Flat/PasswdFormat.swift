package import NetInfoProtocol

/// `passwd` in its BSD form of ten fields, and the older one of seven (`tools.md` 9.2).
package struct PasswdFormat: FlatFormat {
    private let isShort: Bool
    private let hidesPasswords: Bool

    /// - Parameters:
    ///   - isShort: whether seven fields are written, without class, change and expire; either form is read.
    ///   - hidesPasswords: whether `*` stands for every password.
    package init(isShort: Bool = false, hidesPasswords: Bool = false) {
        self.isShort = isShort
        self.hidesPasswords = hidesPasswords
    }

    package var directory: [String] { ["users"] }

    private static let fields = [
        "name", "passwd", "uid", "gid", "class", "change", "expire", "realname", "home", "shell",
    ]
    private static let extras: Set<String> = ["class", "change", "expire"]
    private static let defaults = ["change": "0", "expire": "0"]

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        _ = try properties.requiredFirst("name")
        for field in Self.fields where !isShort || !Self.extras.contains(field) {
            if field != "name" { writer.write(":") }
            let isHidden = hidesPasswords && field == "passwd"
            let value = isHidden ? [UInt8(ascii: "*")] : properties.first(field, default: Self.defaults[field] ?? "")
            writer.write(value, field, forbidden: ":")
        }
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            if line.isCompatibilityEntry { return nil }
            let values = line.fields()
            guard values.count == 7 || values.count == 10 else {
                throw line.problem(at: 0, "\(values.count) fields where 10 or 7 belong")
            }
            let isShort = values.count == 7
            let names = isShort ? Self.fields.filter { !Self.extras.contains($0) } : Self.fields
            guard !values[0].isEmpty else { throw line.problem(at: 0, "the name is empty") }
            var builder = EntryBuilder()
            for (name, value) in zip(names, values) { builder.add(name, value) }
            builder.add("_writers_passwd", values[0])
            if isShort {
                builder.add("class", [])
                builder.add("change", [UInt8(ascii: "0")])
                builder.add("expire", [UInt8(ascii: "0")])
            }
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { .replace }
}

extension LogicalLine {
    /// Whether the line includes or excludes entries of another source (`+name`, `-name`).
    var isCompatibilityEntry: Bool {
        let first = bytes.trimmed().first
        return first == UInt8(ascii: "+") || first == Byte.hyphen
    }
}
