import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Synchronization

/// The directories of a database on disk: a tree in memory, and the way of its changes to the disk.
///
/// Whoever may read the files may do everything (`tools.md` 2.4).
final class TreeAccess: DirectoryAccess {
    private let domain: Domain
    private let outcome: WriteOutcome
    /// Whether each write is durable when it returns. Otherwise all of them become durable together, by `commit`.
    private let commitsEachWrite: Bool

    /// How often directories were read, written and removed, as nicl's `stats` shows.
    private(set) var fetches = 0
    private(set) var saves = 0
    private(set) var removals = 0

    init(_ domain: Domain, outcome: WriteOutcome, commitsEachWrite: Bool) {
        self.domain = domain
        self.outcome = outcome
        self.commitsEachWrite = commitsEachWrite
    }

    private func look<Value>(
        _ body: (inout DirectoryTree) throws(NIStatus) -> Value
    ) throws(NetInfoClientError) -> Value {
        do throws(NIStatus) { return try domain.withTree(body) } catch { throw NetInfoClientError(error) }
    }

    private func change<Value>(
        _ body: (inout DirectoryTree, inout TreeChange) throws(NIStatus) -> Value
    ) throws(NetInfoClientError) -> Value {
        var result: Value?
        do throws(NIStatus) {
            try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                result = try body(&tree, &change)
                return ()
            }
        } catch { throw NetInfoClientError(error) }
        if commitsEachWrite { try commit() }
        saves += 1
        guard let result else { throw NetInfoClientError(.failed) }
        return result
    }

    /// Makes everything written so far durable in one transaction: all of it, or nothing, which throws why.
    func commit() throws(NetInfoClientError) {
        domain.settle()
        if let status = outcome.takeFailure() { throw NetInfoClientError(status) }
    }
}

// MARK: Reading

extension TreeAccess {
    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try look { (tree) throws(NIStatus) in try tree.selfID(id) }
    }

    func parent(of object: UInt32) throws(NetInfoClientError) -> WithID<UInt32> {
        try look { (tree) throws(NIStatus) in
            guard let parent = tree.parent(of: object) else { throw .noDirectory }
            return WithID(value: parent, id: try tree.current(object))
        }
    }

    func children(of object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]> {
        try look { (tree) throws(NIStatus) in
            let id = try tree.current(object)
            return WithID(value: tree.children(of: object), id: id)
        }
    }

    func read(_ object: UInt32) throws(NetInfoClientError) -> WithID<PropertyList> {
        fetches += 1
        return try look { (tree) throws(NIStatus) in
            let id = try tree.current(object)
            return WithID(value: try tree.properties(of: object), id: id)
        }
    }

    func propertyNames(of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        let directory = try read(object)
        return WithID(value: directory.value.properties.map(\.name), id: directory.id)
    }

    func values(ofPropertyAt index: Int, of object: UInt32) throws(NetInfoClientError) -> WithID<[[UInt8]]> {
        let directory = try read(object)
        guard directory.value.properties.indices.contains(index) else { throw NetInfoClientError(.noProperty) }
        return WithID(value: directory.value.properties[index].values, id: directory.id)
    }

    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> WithID<[ListEntry]> {
        try look { (tree) throws(NIStatus) in
            let id = try tree.current(object)
            var entries: [ListEntry] = []
            for child in tree.children(of: object) {
                let property = try tree.properties(of: child).properties.first { $0.name == key }
                entries.append(ListEntry(id: child, values: property?.values))
            }
            return WithID(value: entries, id: id)
        }
    }

    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> WithID<[UInt32]> {
        let found = try look { (tree) throws(NIStatus) in
            var failure: NIStatus?
            let found = key.withUnsafeBytes { key in
                value.withUnsafeBytes { value -> [UInt32] in
                    do throws(NIStatus) { return try tree.lookup(object, key, value) } catch {
                        failure = error
                        return []
                    }
                }
            }
            if let failure { throw failure }
            return WithID(value: found, id: try tree.current(object))
        }
        guard !found.value.isEmpty else { throw NetInfoClientError(.noDirectory) }
        return found
    }
}

// MARK: Writing

extension TreeAccess {
    func create(_ properties: PropertyList, in parent: DirectoryID) throws(NetInfoClientError) -> CreatedDirectory {
        let made = try change { (tree, change) throws(NIStatus) in
            try tree.create(below: parent, properties, where: NILimit.indexNull, by: .superuser, &change)
        }
        return CreatedDirectory(id: made.new, parent: made.parent)
    }

    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        removals += 1
        return try change { (tree, change) throws(NIStatus) in
            try tree.destroy(child, below: parent, by: .superuser, &change)
        }
    }

    func write(_ properties: PropertyList, to id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try change { (tree, change) throws(NIStatus) in try tree.write(id, properties, by: .superuser, &change) }
    }

    func writeProperty(
        at index: Int, values: [[UInt8]], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try change { (tree, change) throws(NIStatus) in
            try tree.writeProperty(id, at: UInt32(truncatingIfNeeded: index), values, by: .superuser, &change)
        }
    }

    func createProperty(_ property: Property, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try change { (tree, change) throws(NIStatus) in
            try tree.createProperty(id, property, where: NILimit.indexNull, by: .superuser, &change)
        }
    }

    func destroyProperty(at index: Int, in id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try change { (tree, change) throws(NIStatus) in
            try tree.destroyProperty(id, at: UInt32(truncatingIfNeeded: index), by: .superuser, &change)
        }
    }

    func renameProperty(
        at index: Int, to name: [UInt8], in id: DirectoryID
    ) throws(NetInfoClientError) -> DirectoryID {
        try change { (tree, change) throws(NIStatus) in
            try tree.renameProperty(id, at: UInt32(truncatingIfNeeded: index), to: name, by: .superuser, &change)
        }
    }
}

/// How the writes of a domain ended, told by its commit handler.
final class WriteOutcome: Sendable {
    private let failure = Mutex<NIStatus?>(nil)

    /// The status of the first write that failed since the last look; nil when all went well.
    func takeFailure() -> NIStatus? {
        failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
    }

    func note(_ results: [(token: any Sendable, status: NIStatus)]) {
        guard let failed = results.first(where: { $0.status != .ok }) else { return }
        failure.withLock { $0 = $0 ?? failed.status }
    }
}
