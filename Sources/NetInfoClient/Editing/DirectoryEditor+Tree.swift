package import NetInfoDirectory
import NetInfoProtocol

extension DirectoryEditor {
    /// Makes the directories of a path that do not exist yet, from left to right, each with the one property its
    /// component names (`tools.md` 3.3). Returns the steps that had to be made.
    ///
    /// An id that does not exist throws `noDirectory`.
    package func create(_ path: DirectoryPath) throws(NetInfoClientError) -> [DirectoryPath] {
        guard case .components(let components) = path.target else {
            _ = try connection.search(path)
            return []
        }
        var made: [DirectoryPath] = []
        try retrying { () throws(NetInfoClientError) in
            let (existing, object) = try descend(components)
            guard existing < components.count else { return }
            var parent = object == 0 ? try connection.root() : try connection.currentID(of: object)
            for count in existing..<components.count {
                let component = components[count]
                let properties = PropertyList([Property(name: component.key, values: [component.value])])
                if !isDryRun { parent = try connection.create(properties, in: parent).id }
                made.append(DirectoryPath(components: Array(components[...count])))
            }
        }
        return made
    }

    /// How many of the components exist, and the directory the last of these is.
    private func descend(
        _ components: [DirectoryPath.Component]
    ) throws(NetInfoClientError) -> (count: Int, object: UInt32) {
        var object: UInt32 = 0
        for (count, component) in components.enumerated() {
            do throws(NetInfoClientError) {
                guard let next = try connection.lookup(component.key, component.value, in: object).value.first else {
                    return (count, object)
                }
                object = next
            } catch {
                guard error.status == .noDirectory else { throw error }
                return (count, object)
            }
        }
        return (components.count, object)
    }

    /// Removes a directory and everything below it. The root throws `unrelated` before anything is removed.
    /// Returns how many directories that were.
    @discardableResult
    package func destroy(_ path: DirectoryPath) throws(NetInfoClientError) -> Int {
        var count = 0
        try retrying { () throws(NetInfoClientError) in
            let id = try connection.search(path)
            guard id.object != 0 else { throw NetInfoClientError(.unrelated) }
            let parent = try connection.currentID(of: try connection.parent(of: id.object).value)
            count += try destroyTree(id.object, in: parent)
        }
        return count
    }

    private struct Level {
        var id: DirectoryID
        var children: ArraySlice<UInt32>
    }

    /// Leaves first. Levels are kept here and not on the stack, whose depth the server's data must not decide.
    private func destroyTree(_ object: UInt32, in parent: DirectoryID) throws(NetInfoClientError) -> Int {
        var levels = [Level(id: parent, children: [object])]
        var seen: Set<UInt32> = [parent.object]
        var count = 0
        while var level = levels.popLast() {
            if let child = level.children.popFirst() {
                levels.append(level)
                guard seen.insert(child).inserted else { throw NetInfoClientError(.unrelated) }
                levels.append(try readLevel(child))
            } else if var above = levels.popLast() {
                if !isDryRun { above.id = try connection.destroy(level.id, in: above.id) }
                count += 1
                levels.append(above)
            }
        }
        return count
    }

    private func readLevel(_ object: UInt32) throws(NetInfoClientError) -> Level {
        let children = try connection.children(of: object)
        return Level(id: children.id, children: children.value[...])
    }
}
