/// What one write did to one directory: its property lists before and after, in their XDR form.
package struct DirectoryEdit: Sendable {
    /// The directory.
    package let id: UInt32
    package let parent: UInt32
    /// The instance after the write; the last one of a directory that is gone.
    package let instance: UInt32
    /// Nil for a directory that is new.
    package let before: [UInt8]?
    /// Nil for a directory that is gone.
    package let after: [UInt8]?
}

extension TreeChange {
    /// What the write was about; nil for one that changed no property list. Costs no copy of the lists.
    package var edit: DirectoryEdit? {
        for step in undo {
            switch step {
            case .properties(let id, let before, _, _): return written(id, before)
            case .created(let id): return written(id, nil)
            case .destroyed(let id, let node):
                return DirectoryEdit(
                    id: id, parent: node.parent, instance: node.instance, before: node.properties, after: nil)
            case .instance, .ranks: continue
            }
        }
        return nil
    }

    private func written(_ id: UInt32, _ before: [UInt8]?) -> DirectoryEdit? {
        for change in rows {
            guard case .put(let row) = change, row.id == id else { continue }
            return DirectoryEdit(
                id: id, parent: row.parent, instance: row.instance, before: before, after: row.properties)
        }
        return nil
    }
}
