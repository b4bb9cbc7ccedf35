import NetInfoDirectory
import NetInfoProtocol

/// Puts a damaged index aside and makes a new one of the property lists.
struct IndexRebuild {
    private static let parts = ["", "-wal", "-shm"]

    let folder: String
    /// The folder relative to the store, for messages.
    let place: String
    private let files = SystemFiles()
    /// What was done and what was lost, one sentence each.
    private(set) var actions: [String] = []

    init(folder: String, place: String) {
        self.folder = folder
        self.place = place
    }

    mutating func run() throws(StoreError) {
        let found = try readPlists()
        let old = try damagedRows()
        let tree: DirectoryTree
        do throws(DirectoryTree.Inconsistency) {
            tree = try DirectoryTree(DirectorySnapshot(records: found.records))
        } catch {
            throw StoreError("cannot rebuild the index of \(folder) from its property lists: \(error)")
        }
        try putAside()
        let database = try DomainDatabase(path: folder + "/sqlindex")
        defer { database.close() }
        try database.replaceAll(with: tree)
        actions.append("\(place): rebuilt the index from the property lists of \(found.records.count) directories")
        let index = RecordFileName.indexPrefix
        actions += found.remarks.filter { !$0.hasPrefix(index) && !$0.hasSuffix("no property list") }.map {
            "\(place): \($0)"
        }
        tellLosses(old, tree)
    }

    private func readPlists() throws(StoreError) -> DslocalImport {
        let found: DslocalImport
        do throws(DslocalError) {
            found = try DslocalReader(folder: folder, salvage: true).read()
        } catch {
            throw StoreError("cannot read the property lists of \(folder): \(error)")
        }
        guard found.records.count > 1 else {
            throw StoreError(
                "the index of \(folder) cannot be rebuilt: there are no property lists; bring the domain back from a copy"
            )
        }
        return found
    }

    /// What can still be read of the old index.
    private func damagedRows() throws(StoreError) -> [UInt32: DirectoryRow] {
        guard case .content(let content) = try IndexInspection.read(folder: folder, isServed: false) else { return [:] }
        return content.rows
    }

    private mutating func putAside() throws(StoreError) {
        guard files.state(of: folder + "/sqlindex") != nil else { return }
        let aside = FreeName.numbered(folder + "/" + PlistWalk.damagedIndex)
        for part in Self.parts { try files.rename(folder + "/sqlindex" + part, to: aside + part) }
        actions.append("moved \(place)/sqlindex to \(place)/\(aside.dropFirst(folder.utf8.count + 1))")
    }

    /// Directories that only the damaged index had, or had in a later state.
    private mutating func tellLosses(_ old: [UInt32: DirectoryRow], _ tree: DirectoryTree) {
        let lost = old.values.filter { row in
            guard let kept = tree.existingRow(row.id) else { return true }
            return kept.instance != row.instance || kept.properties != row.properties
        }.sorted { $0.id < $1.id }
        for row in lost.prefix(DomainCheck.limit) {
            let name = (try? PropertyList(encoded: row.properties))?.firstValue(of: "name")
            let text = name.map { " ('\(String(decoding: $0, as: UTF8.self))')" } ?? ""
            let what = tree.existingRow(row.id) == nil ? "is lost" : "is not as it was in the index"
            actions.append("\(place): directory \(row.id)\(text) \(what): no property list had it")
        }
    }
}
