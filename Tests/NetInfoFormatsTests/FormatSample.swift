import NetInfoFormats
import NetInfoProtocol

/// Short ways to write what the formats read and write.
enum FormatSample {
    static func format(_ name: FormatName) throws -> any FlatFormat {
        guard let format = name.format() else { throw NoFormat() }
        return format
    }

    struct NoFormat: Error {}

    /// What a file becomes: for each entry its properties as `key=value,value`, joined by blanks.
    static func read(_ name: FormatName, _ text: String) throws -> [String] {
        try format(name).read(Array(text.utf8)).entries.map { show($0.properties) }
    }

    static func show(_ list: PropertyList) -> String {
        list.properties.map { property in
            let values = property.values.map { String(decoding: $0, as: UTF8.self) }
            return "\(String(decoding: property.name, as: UTF8.self))=\(values.joined(separator: "|"))"
        }.joined(separator: " ")
    }

    /// The problems of a file, as `line:column: reason`.
    static func problems(_ name: FormatName, _ text: String) throws -> [String] {
        try format(name).read(Array(text.utf8)).problems.map {
            "\($0.line):\($0.column): \(String(decoding: $0.reason, as: UTF8.self))"
        }
    }

    /// The lines of a directory; nil when it is skipped or refused.
    static func write(_ name: FormatName, _ list: PropertyList) throws -> String? {
        guard case .text(let text) = try format(name).text(of: list) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// Why a directory is refused.
    static func refusal(_ name: FormatName, _ list: PropertyList) throws -> String? {
        guard case .refused(let problem, _) = try format(name).text(of: list) else { return nil }
        return problem.text
    }
}
