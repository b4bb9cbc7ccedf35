import NetInfoProtocol

/// The lines of a report in one of the layouts.
struct NireportTable {
    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")

    let command: NireportCommand
    let rows: [PropertyList]

    func write(to output: OutputWriter, style: TextStyle) {
        if command.settings.usesJSON {
            return output.write(JSONValue.array(rows.map(document)).encoded + [Self.newline])
        }
        switch command.layout {
        case .separated: writeSeparated(to: output, style)
        case .csv: writeCSV(to: output)
        case .aligned: writeAligned(to: output, style)
        }
    }

    private var lineEnd: [UInt8] { [command.endsLinesInNUL ? 0 : Self.newline] }

    /// The values of the first property of every column; nil where there is none.
    private func values(_ row: PropertyList) -> [[[UInt8]]?] {
        command.properties.map { name in row.properties.first { $0.name == name }?.values }
    }

    /// The text of every column; a property without values counts as absent.
    private func columns(_ row: PropertyList) -> [[UInt8]?] {
        values(row).map { values in
            guard let values, !values.isEmpty else { return nil }
            return Array(values.joined(separator: [Self.comma]))
        }
    }

    private var noValue: [UInt8] { command.noValue ?? Array("#NoValue#".utf8) }

    private func writeSeparated(to output: OutputWriter, _ style: TextStyle) {
        if command.hasHeader {
            output.write(command.properties.flatMap { style.key($0) + command.separator } + lineEnd)
        }
        for row in rows {
            output.write(columns(row).flatMap { ($0 ?? noValue) + command.separator } + lineEnd)
        }
    }

    private func document(_ row: PropertyList) -> JSONValue {
        .object(
            zip(command.properties, values(row)).map { name, values in
                .init(String(decoding: name, as: UTF8.self), values.map { .strings($0) } ?? .null)
            })
    }
}

/// Comma-separated values: quotes where needed, no separator at the end of a line.
extension NireportTable {
    private func writeCSV(to output: OutputWriter) {
        if command.hasHeader { output.write(Self.joinFields(command.properties.map(Self.field)) + lineEnd) }
        for row in rows {
            // Nothing between two commas is no value; an empty value is quoted.
            let fields = columns(row).map { $0.map(Self.field) ?? command.noValue.map(Self.field) ?? [] }
            output.write(Self.joinFields(fields) + lineEnd)
        }
    }

    private static func joinFields(_ fields: [[UInt8]]) -> [UInt8] { Array(fields.joined(separator: [comma])) }

    private static func field(_ text: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let isPlain = !text.contains { $0 == quote || $0 == comma || $0 < 0x20 }
        if isPlain, !text.isEmpty { return text }
        return [quote] + text.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}

/// Columns of equal width, two blanks apart.
extension NireportTable {
    private func writeAligned(to output: OutputWriter, _ style: TextStyle) {
        let lines = rows.map { columns($0).map { $0 ?? noValue } }
        let all = command.hasHeader ? [command.properties] + lines : lines
        let widths = command.properties.indices.map { column in all.map { Self.width($0[column]) }.max() ?? 0 }
        for (index, line) in all.enumerated() {
            let isHeader = command.hasHeader && index == 0
            output.write(Self.pad(line, to: widths) { isHeader ? style.key($0) : $0 } + lineEnd)
        }
    }

    private static func pad(_ line: [[UInt8]], to widths: [Int], _ dress: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (column, text) in line.enumerated() {
            bytes += dress(text)
            guard column + 1 < line.count else { break }
            bytes += Array(repeating: UInt8(ascii: " "), count: widths[column] - width(text) + 2)
        }
        return bytes
    }

    /// Characters, as far as the text is UTF-8.
    private static func width(_ text: [UInt8]) -> Int { String(decoding: text, as: UTF8.self).count }
}
