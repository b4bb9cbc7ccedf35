import NetInfoProtocol

/// Collects an entry's properties and puts them in the order in which they are written: by the bytes of their keys
/// (`tools.md` 8.2).
struct EntryBuilder {
    private var properties: [Property] = []

    mutating func add(_ key: String, _ value: some Sequence<UInt8>) {
        properties.append(Property(name: Array(key.utf8), values: [Array(value)]))
    }

    mutating func add(_ key: String, list: [[UInt8]]) {
        properties.append(Property(name: Array(key.utf8), values: list))
    }

    func entry(line: LogicalLine) -> FormatEntry {
        let sorted = properties.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        return FormatEntry(line: line.number, properties: PropertyList(sorted))
    }
}

extension FormatReading {
    /// Takes the entry that `body` makes of each line, or notes why there is none.
    mutating func take(
        _ lines: [LogicalLine], _ body: (LogicalLine) throws(FormatProblem) -> FormatEntry?
    ) {
        for line in lines {
            do throws(FormatProblem) {
                if let position = line.bytes.firstIndex(of: 0) { throw line.problem(at: position, "a NUL byte") }
                if let entry = try body(line) { entries.append(entry) }
            } catch { problems.append(error) }
        }
    }
}

extension PropertyList {
    /// The values of a property that must have some.
    func required(_ key: String) throws(MissingProperty) -> [[UInt8]] {
        guard let values = values(of: key), !values.isEmpty else { throw MissingProperty(key) }
        return values
    }

    /// The first value of a property that must have one.
    func requiredFirst(_ key: String) throws(MissingProperty) -> [UInt8] { try required(key)[0] }

    /// The first value; without one, a text.
    func first(_ key: String, default text: String = "") -> [UInt8] { firstValue(of: key) ?? Array(text.utf8) }
}
