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
    static func all(from before: PropertyList, to after: PropertyList) -> [PropertyChange] {
        let (before, after) = (before.properties, after.properties)
        if before.count == after.count, zip(before, after).allSatisfy({ $0.name == $1.name }) {
            return zip(before, after).filter { $0.values != $1.values }
                .map { PropertyChange(name: $0.name, old: $0.values, new: $1.values) }
        }
        return matched(before, after)
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
