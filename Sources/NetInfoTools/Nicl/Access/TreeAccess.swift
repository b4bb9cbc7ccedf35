import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Synchronization

/// The directories of a database on disk: a tree in memory whose changes are durable before a write returns.
///
/// Whoever may read the files may do everything (`tools.md` 2.4).
final class TreeAccess: DirectoryAccess {
    private let domain: Domain
    /// How the latest write ended.
    private let outcome: WriteOutcome

    /// How often directories were read, written and removed, as `stats` shows.
    private(set) var fetches = 0
    private(set) var saves = 0
    private(set) var removals = 0

    init(_ domain: Domain, outcome: WriteOutcome) {
        self.domain = domain
        self.outcome = outcome
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
        domain.settle()
        saves += 1
        guard let result, outcome.status == .ok else { throw NetInfoClientError(outcome.status) }
        return result
    }

    // MARK: Reading

    func currentID(_ id: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        try look { (tree) throws(NIStatus) in try tree.selfID(id) }
    }

    func parent(of object: UInt32) throws(NetInfoClientError) -> UInt32 {
        try look { (tree) throws(NIStatus) in
            guard let parent = tree.parent(of: object) else { throw .noDirectory }
            return parent
        }
    }

    func children(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, children: [UInt32]) {
        try look { (tree) throws(NIStatus) in (try tree.current(object), tree.children(of: object)) }
    }

    func properties(of object: UInt32) throws(NetInfoClientError) -> (id: DirectoryID, list: PropertyList) {
        fetches += 1
        return try look { (tree) throws(NIStatus) in (try tree.current(object), try tree.properties(of: object)) }
    }

    func list(_ key: [UInt8], of object: UInt32) throws(NetInfoClientError) -> [ListedChild] {
        try look { (tree) throws(NIStatus) in
            _ = try tree.current(object)
            var children: [ListedChild] = []
            for child in tree.children(of: object) {
                let property = try tree.properties(of: child).properties.first { $0.name == key }
                children.append(ListedChild(id: child, values: property?.values))
            }
            return children
        }
    }

    func lookup(_ key: [UInt8], _ value: [UInt8], in object: UInt32) throws(NetInfoClientError) -> [UInt32] {
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
            return found
        }
        guard !found.isEmpty else { throw NetInfoClientError(.noDirectory) }
        return found
    }

    // MARK: Writing

    func create(
        _ properties: PropertyList, in parent: DirectoryID
    ) throws(NetInfoClientError) -> (new: DirectoryID, parent: DirectoryID) {
        try change { (tree, change) throws(NIStatus) in
            try tree.create(below: parent, properties, where: NILimit.indexNull, by: .superuser, &change)
        }
    }

    func destroy(_ child: DirectoryID, in parent: DirectoryID) throws(NetInfoClientError) -> DirectoryID {
        removals += 1
        return try change { (tree, change) throws(NIStatus) in
            try tree.destroy(child, below: parent, by: .superuser, &change)
        }
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

/// How the latest write of a domain ended, told by its commit handler.
final class WriteOutcome: Sendable {
    private let latest = Mutex(NIStatus.ok)

    /// The status of the write that ended last.
    var status: NIStatus { latest.withLock { $0 } }

    func note(_ results: [(token: any Sendable, status: NIStatus)]) {
        guard let last = results.last else { return }
        latest.withLock { $0 = last.status }
    }
}
