import NetInfoProtocol

/// The properties that the arguments of `load` spell (`tools.md` 6.2).
///
/// The first character of the first argument is the delimiter. Arguments that begin with it begin a property, whose
/// key is the rest of the argument or the next one: `+ name foo` and `+name foo` are the same. A backslash before the
/// delimiter takes away its meaning.
struct LoadedProperties {
    private(set) var list = PropertyList()

    /// Reads the arguments; nil when a key is missing or empty.
    init?(_ arguments: [[UInt8]]) {
        guard let delimiter = arguments.first?.first else { return nil }
        var awaitsKey = false
        for argument in arguments {
            if awaitsKey {
                guard begin(Self.literal(argument, delimiter)) else { return nil }
                awaitsKey = false
            } else if argument.first != delimiter {
                list.properties[list.properties.count - 1].values.append(Self.literal(argument, delimiter))
            } else if argument.count == 1 {
                awaitsKey = true
            } else if !begin(Array(argument.dropFirst())) {
                return nil
            }
        }
        if awaitsKey { return nil }
    }

    private mutating func begin(_ key: [UInt8]) -> Bool {
        guard !key.isEmpty else { return false }
        list.properties.append(Property(name: key, values: []))
        return true
    }

    private static func literal(_ argument: [UInt8], _ delimiter: UInt8) -> [UInt8] {
        argument.starts(with: [UInt8(ascii: "\\"), delimiter]) ? Array(argument.dropFirst()) : argument
    }
}
