import NetInfoDirectory

/// What the property lists in a folder say when there is no index: the directories, and where the file of each stands.
struct RebuiltIndex {
    let tree: DirectoryTree
    /// Where files stand. All count as out of date, so that each gets its proper name and content.
    let plists: [PlistRow]
    /// What was passed over, and why.
    let remarks: [String]

    /// Reads a domain's folder. When salvaging, files that cannot be read are passed over.
    init(folder: String, salvage: Bool = false) throws(StoreError) {
        var walk = DslocalWalk(salvage: salvage, progress: { _ in })
        do throws(DslocalError) {
            try walk.readNode(try DslocalFolder(opening: folder))
        } catch {
            throw StoreError("cannot rebuild the index of \(folder) from its property lists: \(error)")
        }
        var numbering = DslocalNumbering(entries: walk.entries)
        let records = numbering.records()
        remarks = (walk.remarks + numbering.remarks).filter {
            !$0.hasPrefix(RecordFileName.indexPrefix) && !$0.hasPrefix(RecordFileName.audit + ":")
        }
        plists = zip(walk.entries, records).map { Self.row(of: $0, $1) }
        do throws(DirectoryTree.Inconsistency) {
            tree = try DirectoryTree(DirectorySnapshot(records: records))
        } catch {
            throw StoreError("cannot rebuild the index of \(folder) from its property lists: \(error)")
        }
    }

    private static func row(of entry: DslocalEntry, _ record: DirectoryRecord) -> PlistRow {
        let name = RecordFileName.lastComponent(entry.path)
        let base = record.parent == 0 ? name : RecordFileName.base(ofFile: name) ?? name
        return PlistRow(
            id: record.id, parent: record.parent, base: record.id == 0 ? RecordFileName.directory : base,
            version: .max, rank: 0, state: FileState(size: 0, modified: 0, inode: 0))
    }
}
