package import NetInfoDirectory

/// What a dslocal folder holds.
package struct DslocalImport: Hashable, Sendable {
    /// Every directory, the root first, each parent before its children.
    package let records: [DirectoryRecord]
    /// What the folder's owner should know of: files ignored or dropped, values left out, ids given anew.
    package let remarks: [String]
}
