import NetInfoProtocol

/// A property that is there, gone or different after a write.
struct PropertyChange {
    let name: [UInt8]
    /// Nil for a property that is new.
    let old: [[UInt8]]?
    /// Nil for a property that is gone.
    let new: [[UInt8]]?

    /// What is different between two lists. Of properties that share a name, the first is compared with the first and so
    /// on; order is nothing.
    static func all(from before: PropertyScan?, to after: PropertyScan?) -> [PropertyChange] {
        guard let before else { return (after?.all ?? []).map { .init(name: $0.name, old: nil, new: $0.values) } }
        guard let after else { return before.all.map { .init(name: $0.name, old: $0.values, new: nil) } }
        guard let differences = after.differences(from: before) else { return matched(before.all, after.all) }
        return differences.map { index in
            let new = after[index]
            return PropertyChange(name: new.name, old: before[index].values, new: new.values)
        }
    }

    private static func matched(_ before: [Property], _ after: [Property]) -> [PropertyChange] {
        var unmatched: [[UInt8]: [Int]] = [:]
        for (place, property) in after.enumerated().reversed() { unmatched[property.name, default: []].append(place) }
        var matched = Set<Int>()
        var changes: [PropertyChange] = []
        for property in before {
            let place = unmatched[property.name]?.popLast()
            if let place { matched.insert(place) }
            let new = place.map { after[$0].values }
            if new != property.values { changes.append(.init(name: property.name, old: property.values, new: new)) }
        }
        for (place, property) in after.enumerated() where !matched.contains(place) {
            changes.append(.init(name: property.name, old: nil, new: property.values))
        }
        return changes
    }
}
