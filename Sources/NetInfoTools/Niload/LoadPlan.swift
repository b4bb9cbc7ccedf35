import NetInfoFormats
import NetInfoProtocol

/// What has to be written for one entry of the input.
struct PlannedChange {
    enum Kind {
        case create
        /// Replaces the properties of a directory that exists.
        case write(DirectoryEntry, isMerge: Bool)
        case none(DirectoryEntry)
    }

    var kind: Kind
    /// The directory's name, for messages.
    var name: [UInt8]
    var properties: PropertyList
}

/// Finds out for each entry which directory it belongs to, and what that directory becomes (`tools.md` 8.2).
struct LoadPlan {
    private(set) var changes: [PlannedChange] = []
    /// Directories that no entry of the input belongs to.
    private(set) var strays: [DirectoryEntry] = []

    /// A plan of changes that are known.
    init(changes: [PlannedChange]) { self.changes = changes }

    /// Plans entries against the children of their directory.
    init(_ entries: [FormatEntry], _ children: [DirectoryEntry], _ format: any FlatFormat, _ command: NiloadCommand) {
        let owners = Self.match(entries, children, key: command.uniqueKey)
        for (entry, owner) in zip(entries, owners) {
            changes.append(Self.change(entry, owner.map { children[$0] }, format, command))
        }
        let owned = Set(owners.compactMap { $0 })
        strays = children.indices.filter { !owned.contains($0) }.map { children[$0] }
    }

    /// The child of each entry: the first one with the entry's name. A child whose first name it is goes before one
    /// that has it as an alias, and no child belongs to two entries.
    private static func match(
        _ entries: [FormatEntry], _ children: [DirectoryEntry], key: [UInt8]
    ) -> [Int?] {
        let values = children.map { child in child.properties.properties.first { $0.name == key }?.values ?? [] }
        var first: [[UInt8]: [Int]] = [:]
        var any: [[UInt8]: [Int]] = [:]
        for (index, list) in values.enumerated() {
            if let value = list.first { first[value, default: []].append(index) }
            for value in list { any[value, default: []].append(index) }
        }
        let wanted = entries.map { entry in entry.properties.properties.first { $0.name == key }?.values.first }
        var owners: [Int?] = Array(repeating: nil, count: entries.count)
        var taken: Set<Int> = []
        for index in [first, any] {
            for (entry, value) in wanted.enumerated() where owners[entry] == nil {
                guard let value, let child = index[value]?.first(where: { !taken.contains($0) }) else { continue }
                owners[entry] = child
                taken.insert(child)
            }
        }
        return owners
    }

    private static func change(
        _ entry: FormatEntry, _ child: DirectoryEntry?, _ format: any FlatFormat, _ command: NiloadCommand
    ) -> PlannedChange {
        guard let child else { return PlannedChange(kind: .create, name: entry.name, properties: entry.properties) }
        let merges = command.merges || format.alwaysMerges
        let properties =
            merges
            ? format.merge(entry.properties, into: child.properties, unites: command.unites) : entry.properties
        let isSame =
            properties == child.properties
            || !format.keepsOrder && properties.sortedByName == child.properties.sortedByName
        return PlannedChange(
            kind: isSame ? .none(child) : .write(child, isMerge: merges), name: entry.name, properties: properties)
    }
}

extension PropertyList {
    /// The properties by the bytes of their names; the order of equal names stays.
    fileprivate var sortedByName: [Property] {
        let sorted = properties.enumerated().sorted { left, right in
            if left.element.name == right.element.name { return left.offset < right.offset }
            return left.element.name.lexicographicallyPrecedes(right.element.name)
        }
        return sorted.map(\.element)
    }
}
