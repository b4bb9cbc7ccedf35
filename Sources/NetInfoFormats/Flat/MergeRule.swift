/// What becomes of the old values of a property that an entry has as well (`tools.md` 8.2 and 8.5).
package enum MergeRule: Hashable, Sendable {
    /// The new values replace the old: fields with a single value.
    case replace
    /// The old values that are missing follow the new.
    case newFirst
    /// The new values that are missing follow the old.
    case oldFirst
    /// The new value replaces the first of the old, unless it is among them: one of several interfaces of a machine.
    case leading

    /// The values that result.
    package func merged(new: [[UInt8]], old: [[UInt8]]) -> [[UInt8]] {
        switch self {
        case .replace: new
        case .newFirst: new + Self.missing(old, in: new)
        case .oldFirst: old + Self.missing(new, in: old)
        case .leading: new.allSatisfy { old.contains($0) } ? old : new + Self.missing(Array(old.dropFirst()), in: new)
        }
    }

    private static func missing(_ values: [[UInt8]], in others: [[UInt8]]) -> [[UInt8]] {
        var seen = Set(others)
        return values.filter { seen.insert($0).inserted }
    }
}
