/// Reads a dslocal node folder, such as a Mac's `/var/db/dslocal/nodes/Default` or one that this server wrote
/// (`schema.md` 3; `docs/store-format.md`).
package struct DslocalReader {
    /// Folders below the node's own that are entered: more than any path the server writes has names.
    package static let maximumDepth = 2048

    private let folder: String
    private let salvage: Bool
    private let progress: (Int) -> Void

    /// - Parameters:
    ///   - folder: the node's folder; it is only read.
    ///   - salvage: whether what cannot be read is dropped with a remark, instead of ending the import.
    ///   - progress: called with the number of files read so far.
    package init(folder: String, salvage: Bool = false, progress: @escaping (Int) -> Void = { _ in }) {
        self.folder = folder
        self.salvage = salvage
        self.progress = progress
    }

    /// Reads every directory of the node.
    ///
    /// - Throws: what could not be read, and why.
    package func read() throws(DslocalError) -> DslocalImport {
        var walk = DslocalWalk(salvage: salvage, progress: progress)
        try walk.readNode(try DslocalFolder(opening: folder))
        var numbering = DslocalNumbering(entries: walk.entries)
        let records = numbering.records()
        return DslocalImport(records: records, remarks: walk.remarks + numbering.remarks)
    }
}
