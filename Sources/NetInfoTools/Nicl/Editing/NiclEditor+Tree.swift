import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

extension NiclEditor {
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
                object = try access.create(properties, in: try access.currentID(of: object)).new.object
                made += 1
                depth += 1
            }
            return object
        }
        return (object, made)
    }

    private struct Level {
        var id: DirectoryID
        var children: ArraySlice<UInt32>
    }

    /// Removes a directory and everything below it, leaves first. Returns the ids of the directories that are gone.
    ///
    /// Levels are kept here and not on the stack, whose depth the data must not decide.
    func destroyTree(_ object: UInt32) throws(NetInfoClientError) -> Set<UInt32> {
        var gone: Set<UInt32> = []
        try retrying { () throws(NetInfoClientError) in
            let parent = try access.currentID(of: try access.parent(of: object))
            var levels = [Level(id: parent, children: [object])]
            var seen: Set<UInt32> = [parent.object]
            while var level = levels.popLast() {
                if let child = level.children.popFirst() {
                    levels.append(level)
                    guard seen.insert(child).inserted else { throw NetInfoClientError(.unrelated) }
                    let (id, children) = try access.children(of: child)
                    levels.append(Level(id: id, children: children[...]))
                } else if var above = levels.popLast() {
                    if !isDryRun { above.id = try access.destroy(level.id, in: above.id) }
                    gone.insert(level.id.object)
                    levels.append(above)
                }
            }
        }
        return gone
    }
}
