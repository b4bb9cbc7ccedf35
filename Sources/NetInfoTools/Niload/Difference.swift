import NetInfoProtocol

/// What differs between two property lists, for `--dry-run`.
enum Difference {
    /// One line for each property that goes (`-`) or comes (`+`).
    static func lines(from old: PropertyList, to new: PropertyList) -> [UInt8] {
        let gone = old.properties.filter { !new.properties.contains($0) }
        let come = new.properties.filter { !old.properties.contains($0) }
        return gone.flatMap { Array("- ".utf8) + $0.line } + come.flatMap { Array("+ ".utf8) + $0.line }
    }
}

extension Property {
    /// The property as `niutil -read` prints it.
    var line: [UInt8] {
        name + [UInt8(ascii: ":")] + values.flatMap { [UInt8(ascii: " ")] + $0 } + [UInt8(ascii: "\n")]
    }
}

extension PropertyList {
    /// The properties as `niutil -read` prints them.
    var lines: [UInt8] { properties.flatMap(\.line) }
}
