package import NetInfoProtocol

/// Orders the lines of a report by one property.
package struct NireportOrder {
    /// What a directory is sorted by: numbers come before text, and directories without a value last.
    private enum Rank {
        case number(Int64)
        case text([UInt8])
        case none
    }

    private let key: [UInt8]

    package init(key: [UInt8]) { self.key = key }

    /// The directories in order; equal ones stay as they are.
    package func sorted(_ lists: [PropertyList]) -> [PropertyList] {
        lists.map { (rank($0), $0) }
            .enumerated()
            .sorted { first, second in
                if Self.precedes(first.element.0, second.element.0) { return true }
                if Self.precedes(second.element.0, first.element.0) { return false }
                return first.offset < second.offset
            }
            .map(\.element.1)
    }

    private func rank(_ list: PropertyList) -> Rank {
        guard let value = list.properties.first(where: { $0.name == key })?.values.first else { return .none }
        return Int64(String(decoding: value, as: UTF8.self)).map { .number($0) } ?? .text(value)
    }

    private static func precedes(_ first: Rank, _ second: Rank) -> Bool {
        switch (first, second) {
        case (.number(let first), .number(let second)): first < second
        case (.text(let first), .text(let second)): first.lexicographicallyPrecedes(second)
        case (.number, _), (.text, .none): if case .number = second { false } else { true }
        default: false
        }
    }
}
