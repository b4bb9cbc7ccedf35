package import NetInfoDirectory

/// The token of a write that was made on disk: a property list that somebody edited by hand.
package struct HandEdit: Sendable {
    /// What it did; nil when no property changed.
    package let edit: DirectoryEdit?
    /// The path of the parent, as `pathBelowRoot` has it.
    package let parentPath: [UInt8]

    package init(edit: DirectoryEdit?, parentPath: [UInt8]) {
        self.edit = edit
        self.parentPath = parentPath
    }
}
