import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// Changes directories: reads what is there, and writes what follows from it.
///
/// Another client may write in between. Then the server answers `stale`, and everything is read again, up to three
/// times.
struct NiclEditor {
    let access: any DirectoryAccess
    /// Whether to stop short of writing.
    var isDryRun = false

    private static let staleRetries = 3

    /// Runs `body`, again when something has changed meanwhile.
    func retrying<Value>(_ body: () throws(NetInfoClientError) -> Value) throws(NetInfoClientError) -> Value {
        for _ in 0..<Self.staleRetries {
            do throws(NetInfoClientError) { return try body() } catch {
                guard error.status == .stale else { throw error }
            }
        }
        return try body()
    }

    /// Changes the values of the first property called `key`, or adds that property at the end.
    ///
    /// Returns the new values; nil when there was nothing to change.
    func edit(_ edit: ValueEdit, of key: [UInt8], in object: UInt32) throws(NetInfoClientError) -> [[UInt8]]? {
        try change(key, in: object) { edit.applied(to: $0) }
    }

    /// Removes the first occurrence of each of `values` from the first property called `key`. Unlike `niutil` the
    /// original leaves further ones alone.
    ///
    /// Returns the values that are left; nil when there was nothing to remove.
    func removeFirst(
        of values: [[UInt8]], from key: [UInt8], in object: UInt32
    ) throws(NetInfoClientError) -> [[UInt8]]? {
        try change(key, in: object) { old in
            guard var left = old else { return nil }
            for value in values {
                if let index = left.firstIndex(of: value) { left.remove(at: index) }
            }
            return left == old ? nil : left
        }
    }

    private func change(
        _ key: [UInt8], in object: UInt32, _ edit: ([[UInt8]]?) -> [[UInt8]]?
    ) throws(NetInfoClientError) -> [[UInt8]]? {
        try retrying { () throws(NetInfoClientError) in
            let (id, list) = try access.properties(of: object)
            let index = list.properties.firstIndex { $0.name == key }
            guard let new = edit(index.map { list.properties[$0].values }) else { return nil }
            if isDryRun { return new }
            if let index {
                _ = try access.writeProperty(at: index, values: new, in: id)
            } else {
                _ = try access.createProperty(Property(name: key, values: new), in: id)
            }
            return new
        }
    }

    /// Removes every property called `key`; returns whether there was one.
    func removeProperties(_ key: [UInt8], in object: UInt32) throws(NetInfoClientError) -> Bool {
        var removed = false
        try retrying { () throws(NetInfoClientError) in
            var (id, list) = try access.properties(of: object)
            for (index, property) in list.properties.enumerated().reversed() where property.name == key {
                if !isDryRun { id = try access.destroyProperty(at: index, in: id) }
                removed = true
            }
        }
        return removed
    }

    /// Renames the first property called `key`; no such property throws `noProperty`.
    func rename(_ key: [UInt8], to name: [UInt8], in object: UInt32) throws(NetInfoClientError) {
        try retrying { () throws(NetInfoClientError) in
            let (id, list) = try access.properties(of: object)
            guard let index = list.properties.firstIndex(where: { $0.name == key }) else {
                throw NetInfoClientError(.noProperty)
            }
            if !isDryRun { _ = try access.renameProperty(at: index, to: name, in: id) }
        }
    }

    /// Makes one directory as the last child of `parent`.
    func create(_ properties: PropertyList, in parent: UInt32) throws(NetInfoClientError) {
        try retrying { () throws(NetInfoClientError) in
            let id = try access.currentID(of: parent)
            if !isDryRun { _ = try access.create(properties, in: id) }
        }
    }
}
