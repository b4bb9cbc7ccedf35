package import NetInfoProtocol

/// A file format whose entries are the children of one directory (`tools.md` 9).
package protocol FlatFormat: Sendable {
    /// The names on the way to the directory, from the root.
    var directory: [String] { get }
    /// Whether the file describes the directory itself instead of its children.
    var isSingle: Bool { get }
    /// Whether entries are always merged into what exists, because they describe only one aspect of it.
    var alwaysMerges: Bool { get }
    /// What stands before the entries.
    var header: [UInt8] { get }

    /// Writes an entry's lines. Throws the mandatory property that it lacks.
    func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty)

    /// Reads a file, without combining what belongs together.
    func parse(_ text: [UInt8]) -> FormatReading

    /// What becomes of old values of a property when an entry is merged into a directory.
    func rule(for key: [UInt8]) -> MergeRule

    /// Whether two entries of one file with the same name are parts of one.
    func belongTogether(_ first: PropertyList, _ second: PropertyList) -> Bool
}

/// A directory has no place in a file because it lacks this property.
package struct MissingProperty: Error, Hashable, Sendable {
    package var key: String

    package init(_ key: String) { self.key = key }
}

extension FlatFormat {
    package var isSingle: Bool { false }
    package var alwaysMerges: Bool { false }
    package var header: [UInt8] { [] }

    package func belongTogether(_ first: PropertyList, _ second: PropertyList) -> Bool { alwaysMerges }
}

/// What a format makes of a directory.
package enum FormatText: Hashable, Sendable {
    case text([UInt8])
    /// The directory lacks what the format needs.
    case skipped(MissingProperty)
    /// The text would not be read back as it was written.
    case refused(FieldProblem, text: [UInt8])
}

extension FlatFormat {
    /// The lines of a directory. What is returned as `.text` reads back to an entry with the same lines.
    package func text(of properties: PropertyList) -> FormatText {
        var writer = FieldWriter()
        do throws(MissingProperty) {
            try compose(properties, to: &writer)
        } catch { return .skipped(error) }
        if let problem = writer.problem { return .refused(problem, text: writer.bytes) }
        if readsBack(writer.bytes) { return .text(writer.bytes) }
        let field = properties.properties.first { property in !carries(property, in: properties) }
        let name = String(decoding: field?.name ?? Array("name".utf8), as: UTF8.self)
        let problem = FieldProblem(field: name, reason: "would not read back as it is")
        return .refused(problem, text: writer.bytes)
    }

    private func readsBack(_ text: [UInt8]) -> Bool {
        if text.isEmpty { return true }
        let reading = read(header + text)
        guard reading.problems.isEmpty, reading.entries.count == 1 else { return false }
        var again = FieldWriter()
        guard (try? compose(reading.entries[0].properties, to: &again)) != nil else { return false }
        return again.bytes == text
    }

    /// Whether the rest of the directory would read back with this property replaced by a harmless one.
    private func carries(_ property: Property, in list: PropertyList) -> Bool {
        var list = list
        guard let index = list.properties.firstIndex(of: property) else { return true }
        list.properties[index].values = property.values.isEmpty ? [] : [Array("1".utf8)]
        var writer = FieldWriter()
        guard (try? compose(list, to: &writer)) != nil else { return true }
        return !readsBack(writer.bytes)
    }

    /// Reads a file. Entries that belong together are one; of others with the same name the last one counts.
    package func read(_ text: [UInt8]) -> FormatReading {
        let parsed = parse(text)
        var reading = FormatReading()
        reading.problems = parsed.problems
        reading.warnings = parsed.warnings
        var places: [[UInt8]: Int] = [:]
        for entry in parsed.entries {
            guard let place = places[entry.name] else {
                places[entry.name] = reading.entries.count
                reading.entries.append(entry)
                continue
            }
            let first = reading.entries[place]
            if belongTogether(first.properties, entry.properties) {
                reading.entries[place].properties = Self.union(first.properties, entry.properties)
            } else {
                let reason = Array("replaces the entry of the same name in line \(first.line)".utf8)
                reading.warnings.append(FormatProblem(line: entry.line, column: 1, reason: reason))
                reading.entries[place] = entry
            }
        }
        return reading
    }

    private static func union(_ first: PropertyList, _ second: PropertyList) -> PropertyList {
        var result = first
        for property in second.properties {
            if let index = result.properties.firstIndex(where: { $0.name == property.name }) {
                result.properties[index].values = MergeRule.oldFirst.merged(
                    new: property.values, old: result.properties[index].values)
            } else {
                result.properties.append(property)
            }
        }
        result.properties.sort { $0.name.lexicographicallyPrecedes($1.name) }
        return result
    }

    /// The properties of a directory once an entry is merged into it: the entry's first, then the others.
    ///
    /// With `unites` all values are kept, as the original did (`--merge-all`, `tools.md` 8.5).
    package func merge(_ entry: PropertyList, into old: PropertyList, unites: Bool = false) -> PropertyList {
        var result = entry
        for property in old.properties {
            let index = entry.properties.firstIndex { $0.name == property.name }
            guard let index else {
                result.properties.append(property)
                continue
            }
            let rule = unites ? .newFirst : rule(for: property.name)
            result.properties[index].values = rule.merged(new: result.properties[index].values, old: property.values)
        }
        return result
    }
}
