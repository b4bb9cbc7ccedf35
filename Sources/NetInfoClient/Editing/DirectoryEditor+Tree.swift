package import NetInfoDirectory
import NetInfoProtocol

extension DirectoryEditor {
    /// Makes the directories of a path that do not exist yet, from left to right, each with the one property its
    /// component names (`tools.md` 3.3). Returns the steps that had to be made.
    ///
    /// An id that does not exist throws `noDirectory`.
    package func create(_ path: DirectoryPath) throws(NetInfoClientError) -> [DirectoryPath] {
        guard case .components(let components) = path.target else {
            _ = try access.search(path)
            return []
        }
        var made: [DirectoryPath] = []
        try retrying { () throws(NetInfoClientError) in
            let (existing, object) = try descend(components)
            guard existing < components.count else { return }
            var parent = object == 0 ? try access.root() : try access.currentID(of: object)
            for count in existing..<components.count {
                let component = components[count]
                let properties = PropertyList([Property(name: component.key, values: [component.value])])
                if !isDryRun { parent = try access.create(properties, in: parent).id }
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
                guard let next = try access.lookup(component.key, component.value, in: object).value.first else {
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
        var gone: Set<UInt32> = []
        try retrying { () throws(NetInfoClientError) in
            let id = try access.search(path)
            guard id.object != 0 else { throw NetInfoClientError(.unrelated) }
            try destroyTree(id.object, &gone)
        }
        return gone.count
    }

    private struct Level {
        var id: DirectoryID
        var children: ArraySlice<UInt32>
    }

    /// Removes a directory and everything below it, leaves first, and adds the ids of the directories that go to `gone`.
    ///
    /// Levels are kept here and not on the stack, whose depth the server's data must not decide.
    package func destroyTree(_ object: UInt32, _ gone: inout Set<UInt32>) throws(NetInfoClientError) {
        let parent = try access.currentID(of: try access.parent(of: object).value)
        var levels = [Level(id: parent, children: [object])]
        var seen: Set<UInt32> = [parent.object]
        while var level = levels.popLast() {
            if let child = level.children.popFirst() {
                levels.append(level)
                guard seen.insert(child).inserted else { throw NetInfoClientError(.unrelated) }
                let below = try access.children(of: child)
                levels.append(Level(id: below.id, children: below.value[...]))
            } else if var above = levels.popLast() {
                if !isDryRun { above.id = try access.destroy(level.id, in: above.id) }
                gone.insert(level.id.object)
                levels.append(above)
            }
        }
    }
}
