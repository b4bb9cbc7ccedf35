import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// What `nicl` does with a directory that it has found already.
extension DirectoryEditor {
    /// Changes the values of the first property called `key`, or adds that property at the end.
    ///
    /// Returns the new values; nil when there was nothing to change.
    func edit(_ edit: ValueEdit, of key: [UInt8], in object: UInt32) throws(NetInfoClientError) -> [[UInt8]]? {
        try retrying { () throws(NetInfoClientError) in try change(key, in: object, by: edit.applied)?.new }
    }

    /// Removes the first occurrence of each of `values` from the first property called `key`. Unlike `niutil` the
    /// original leaves further ones alone.
    ///
    /// Returns the values that are left; nil when there was nothing to remove.
    func removeFirst(
        of values: [[UInt8]], from key: [UInt8], in object: UInt32
    ) throws(NetInfoClientError) -> [[UInt8]]? {
        try retrying { () throws(NetInfoClientError) in
            let change = try change(key, in: object) { old in
                guard var left = old else { return nil }
                for value in values {
                    if let index = left.firstIndex(of: value) { left.remove(at: index) }
                }
                return left == old ? nil : left
            }
            return change?.new
        }
    }

    /// Makes one directory as the last child of `parent`.
    func create(_ properties: PropertyList, in parent: UInt32) throws(NetInfoClientError) {
        try retrying { () throws(NetInfoClientError) in
            let id = try access.currentID(of: parent)
            if !isDryRun { _ = try access.create(properties, in: id) }
        }
    }

    /// Makes those directories of a path that do not exist yet, from left to right, each with the one property its
    /// component names (`tools.md` 3.3). Returns the last one, or nil when a dry run would have made it.
    func create(_ path: DirectoryPath, from start: UInt32) throws(NetInfoClientError) -> (object: UInt32?, made: Int) {
        let walk = PathWalk(access: access)
        guard case .components(let components) = path.target else { return (try walk.find(path, from: start), 0) }
        var made = 0
        let object = try retrying { () throws(NetInfoClientError) -> UInt32? in
            var (depth, object) = try walk.descend(components, from: path.isAbsolute ? 0 : start)
            while depth < components.count {
                if isDryRun {
                    made = components.count - depth
                    return nil
                }
                let component = components[depth]
                let properties = PropertyList([Property(name: component.key, values: [component.value])])
                object = try access.create(properties, in: try access.currentID(of: object)).id.object
                made += 1
                depth += 1
            }
            return object
        }
        return (object, made)
    }

    /// Removes a directory and everything below it, leaves first. Returns the ids of the directories that are gone.
    func destroyTree(_ object: UInt32) throws(NetInfoClientError) -> Set<UInt32> {
        var gone: Set<UInt32> = []
        try retrying { () throws(NetInfoClientError) in try destroyTree(object, &gone) }
        return gone
    }
}
