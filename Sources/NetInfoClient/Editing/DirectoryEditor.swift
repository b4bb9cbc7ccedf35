import Glibc
package import NetInfoDirectory
import NetInfoProtocol
package import ONCRPC

/// Changes directories: reads what is there, and writes what follows from it.
///
/// Another client may write in between. Then the server answers `stale`, and everything is read again, up to three
/// times (`tools.md` 5.6). Methods that take a path do that by themselves; the others are one attempt.
package struct DirectoryEditor {
    /// The domain's master, or a database on disk.
    package let access: any DirectoryAccess
    /// Until when to wait for a master that takes no writes at the moment; nil for not at all.
    package var busyDeadline: ClientDeadline?
    /// Whether to stop short of writing.
    package var isDryRun: Bool

    package init(access: any DirectoryAccess, busyDeadline: ClientDeadline? = nil, isDryRun: Bool = false) {
        self.access = access
        self.busyDeadline = busyDeadline
        self.isDryRun = isDryRun
    }

    private static let staleRetries = 3
    private static let longestWait = Duration.seconds(16)

    /// Runs `body`, again when the server says so.
    package func retrying<Value>(
        _ body: () throws(NetInfoClientError) -> Value
    ) throws(NetInfoClientError) -> Value {
        var staleAttempts = 0
        var wait = Duration.seconds(1)
        while true {
            do throws(NetInfoClientError) {
                return try body()
            } catch {
                if error.status == .stale, staleAttempts < Self.staleRetries {
                    staleAttempts += 1
                } else if error.status == .masterBusy, let deadline = busyDeadline, !deadline.hasPassed {
                    _ = poll(nil, 0, deadline.within(wait).pollTimeout)
                    if deadline.hasPassed { throw error }
                    wait = min(wait * 2, Self.longestWait)
                } else {
                    throw error
                }
            }
        }
    }

    /// The values of one property before and after a change.
    package struct ValueChange: Hashable, Sendable {
        /// nil when the property did not exist.
        package let old: [[UInt8]]?
        package let new: [[UInt8]]
    }

    /// Changes the values of the first property called `key`, or adds that property at the end.
    ///
    /// Returns nil when there was nothing to change.
    package func edit(
        _ edit: ValueEdit, of key: [UInt8], in path: DirectoryPath
    ) throws(NetInfoClientError) -> ValueChange? {
        try retrying { () throws(NetInfoClientError) in
            try change(key, in: try access.search(path).object, by: edit.applied)
        }
    }

    /// Changes the values of the first property called `key` to what `edit` makes of them, or adds that property at the
    /// end. `edit` gets nil for a property that does not exist, and returns nil when there is nothing to change.
    package func change(
        _ key: [UInt8], in object: UInt32, by edit: ([[UInt8]]?) -> [[UInt8]]?
    ) throws(NetInfoClientError) -> ValueChange? {
        let names = try access.propertyNames(of: object)
        let index = names.value.firstIndex(of: key)
        var old: [[UInt8]]?
        if let index { old = try access.values(ofPropertyAt: index, of: names.id.object).value }
        guard let new = edit(old) else { return nil }
        if !isDryRun {
            // The instance is the one that came with the names: values read later count only if it still holds.
            _ =
                if let index { try access.writeProperty(at: index, values: new, in: names.id) } else {
                    try access.createProperty(Property(name: key, values: new), in: names.id)
                }
        }
        return ValueChange(old: old, new: new)
    }

    /// Removes every property called by one of `keys`, and returns the names that were there.
    package func destroyProperties(
        _ keys: [[UInt8]], in path: DirectoryPath
    ) throws(NetInfoClientError) -> [[UInt8]] {
        var removed: [[UInt8]] = []
        try retrying { () throws(NetInfoClientError) in
            removed += try destroyProperties(keys, in: try access.search(path).object)
        }
        return removed
    }

    /// Removes every property called by one of `keys`, and returns the names that were there.
    package func destroyProperties(
        _ keys: [[UInt8]], in object: UInt32
    ) throws(NetInfoClientError) -> [[UInt8]] {
        let names = try access.propertyNames(of: object)
        var removed: [[UInt8]] = []
        var id = names.id
        for (index, name) in names.value.enumerated().reversed() where keys.contains(name) {
            if !isDryRun { id = try access.destroyProperty(at: index, in: id) }
            removed.append(name)
        }
        return removed.reversed()
    }

    /// Renames the first property called `key`; no such property throws `noProperty`.
    package func renameProperty(
        _ key: [UInt8], to name: [UInt8], in path: DirectoryPath
    ) throws(NetInfoClientError) {
        try retrying { () throws(NetInfoClientError) in
            try renameProperty(key, to: name, in: try access.search(path).object)
        }
    }

    /// Renames the first property called `key`; no such property throws `noProperty`.
    package func renameProperty(
        _ key: [UInt8], to name: [UInt8], in object: UInt32
    ) throws(NetInfoClientError) {
        let names = try access.propertyNames(of: object)
        guard let index = names.value.firstIndex(of: key) else { throw NetInfoClientError(.noProperty) }
        if !isDryRun { _ = try access.renameProperty(at: index, to: name, in: names.id) }
    }
}
