import Glibc
package import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// Changes directories that are given by path: reads what is there, and writes what follows from it.
///
/// Another client may write in between. Then the server answers `stale`, and everything is read again, up to three
/// times (`tools.md` 5.6).
package struct DirectoryEditor {
    /// The connection to the domain's master.
    package let connection: NetInfoConnection
    /// Whether to wait, until the connection's deadline, for a master that takes no writes at the moment.
    package var waitsForBusyMaster: Bool
    /// Whether to stop short of writing.
    package var isDryRun: Bool

    package init(connection: NetInfoConnection, waitsForBusyMaster: Bool = false, isDryRun: Bool = false) {
        self.connection = connection
        self.waitsForBusyMaster = waitsForBusyMaster
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
                } else if error.status == .masterBusy, waitsForBusyMaster, !connection.deadline.hasPassed {
                    _ = poll(nil, 0, connection.deadline.within(wait).pollTimeout)
                    if connection.deadline.hasPassed { throw error }
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
            let names = try connection.propertyNames(of: try connection.search(path).object)
            let index = names.value.firstIndex(of: key)
            var old: [[UInt8]]?
            if let index { old = try connection.values(ofPropertyAt: index, of: names.id.object).value }
            guard let new = edit.applied(to: old) else { return nil }
            if !isDryRun {
                // The instance is the one that came with the names: values read later count only if it still holds.
                _ =
                    if let index { try connection.writeProperty(at: index, values: new, in: names.id) } else {
                        try connection.createProperty(Property(name: key, values: new), in: names.id)
                    }
            }
            return ValueChange(old: old, new: new)
        }
    }

    /// Removes every property called by one of `keys`, and returns the names that were there.
    package func destroyProperties(
        _ keys: [[UInt8]], in path: DirectoryPath
    ) throws(NetInfoClientError) -> [[UInt8]] {
        var removed: [[UInt8]] = []
        try retrying { () throws(NetInfoClientError) in
            let names = try connection.propertyNames(of: try connection.search(path).object)
            var id = names.id
            for (index, name) in names.value.enumerated().reversed() where keys.contains(name) {
                if !isDryRun { id = try connection.destroyProperty(at: index, in: id) }
                removed.append(name)
            }
        }
        return removed.reversed()
    }

    /// Renames the first property called `key`; no such property throws `noProperty`.
    package func renameProperty(
        _ key: [UInt8], to name: [UInt8], in path: DirectoryPath
    ) throws(NetInfoClientError) {
        try retrying { () throws(NetInfoClientError) in
            let names = try connection.propertyNames(of: try connection.search(path).object)
            guard let index = names.value.firstIndex(of: key) else { throw NetInfoClientError(.noProperty) }
            if !isDryRun { _ = try connection.renameProperty(at: index, to: name, in: names.id) }
        }
    }
}
