import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// A directory and everything below it, read in order to be written elsewhere.
struct SubtreeCopy {
    /// Directories, each behind its parent; siblings in order.
    private(set) var directories: [(id: UInt32, parent: UInt32, properties: PropertyList)] = []

    /// Reads the directory `object` and everything below it.
    init(of object: UInt32, in access: any DirectoryAccess) throws(NetInfoClientError) {
        var waiting: [(id: UInt32, parent: UInt32)] = [(object, object)]
        var seen: Set<UInt32> = []
        while let next = waiting.popLast() {
            guard seen.insert(next.id).inserted else { throw NetInfoClientError(.unrelated) }
            directories.append((next.id, next.parent, try access.read(next.id).value))
            let children = try access.children(of: next.id).value
            for child in children.reversed() { waiting.append((child, next.id)) }
        }
    }

    /// Whether the directory is among those read.
    func contains(_ object: UInt32) -> Bool { directories.contains { $0.id == object } }

    /// Writes everything below `parent`, the top as its last child. Returns the new id of each directory.
    ///
    /// What was written is removed again when something goes wrong. `progress` hears how many are done.
    func write(
        below parent: UInt32, with editor: DirectoryEditor, progress: (Int) -> Void = { _ in }
    ) throws(NetInfoClientError) -> [UInt32: UInt32] {
        var copies: [UInt32: UInt32] = [:]
        var known: [UInt32: DirectoryID] = [:]
        do throws(NetInfoClientError) {
            for (count, directory) in directories.enumerated() {
                let place = copies[directory.parent] ?? parent
                let made = try editor.retrying { () throws(NetInfoClientError) in
                    // Taken out, so that a stale one is asked for anew.
                    if let id = known.removeValue(forKey: place) {
                        return try editor.access.create(directory.properties, in: id)
                    }
                    return try editor.access.create(
                        directory.properties, in: try editor.access.currentID(of: place))
                }
                copies[directory.id] = made.id.object
                known[made.id.object] = made.id
                known[place] = made.parent
                progress(count + 1)
            }
        } catch {
            if let top = directories.first.flatMap({ copies[$0.id] }) { _ = try? editor.destroyTree(top) }
            throw error
        }
        return copies
    }
}
