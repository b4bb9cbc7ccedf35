/// A change to the values of one property (`tools.md` 5.2).
package enum ValueEdit: Hashable, Sendable {
    /// Exactly these values.
    case replace([[UInt8]])
    /// These at the end as well.
    case append([[UInt8]])
    /// Those of these that are missing, at the end.
    case merge([[UInt8]])
    /// This one before the position, or at the end when there is no such position.
    case insert([UInt8], at: Int)
    /// None of these.
    case remove([[UInt8]])

    /// The values after the change; nil when there is nothing to write.
    ///
    /// `values` are those before it, nil when the property does not exist.
    package func applied(to values: [[UInt8]]?) -> [[UInt8]]? {
        switch self {
        case .replace(let new): new
        case .append(let new): (values ?? []) + new
        case .merge(let new): Self.merged(new, into: values)
        case .insert(let new, let position): Self.inserted(new, at: position, into: values ?? [])
        case .remove(let unwanted): Self.removed(unwanted, from: values)
        }
    }

    private static func merged(_ new: [[UInt8]], into values: [[UInt8]]?) -> [[UInt8]]? {
        var result = values ?? []
        for value in new where !result.contains(value) { result.append(value) }
        return result == values ? nil : result
    }

    private static func inserted(_ new: [UInt8], at position: Int, into values: [[UInt8]]) -> [[UInt8]] {
        var result = values
        result.insert(new, at: values.indices.contains(position) ? position : values.count)
        return result
    }

    private static func removed(_ unwanted: [[UInt8]], from values: [[UInt8]]?) -> [[UInt8]]? {
        guard let values else { return nil }
        let result = values.filter { !unwanted.contains($0) }
        return result.count == values.count ? nil : result
    }
}
