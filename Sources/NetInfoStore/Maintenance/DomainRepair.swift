import NetInfoDirectory

/// Mends one domain that nobody serves.
struct DomainRepair {
    private static let batchSize = 500

    private let store: String
    private let domain: DomainFindings
    private let files = SystemFiles()
    /// What was done, one sentence each.
    private(set) var actions: [String] = []

    init(store: String, findings: DomainFindings) {
        self.store = store
        domain = findings
    }

    private var folder: String { "\(store)/nodes/\(domain.tag)" }

    mutating func run() throws(StoreError) {
        for finding in domain.findings { try putAside(finding) }
        if domain.findings.contains(where: { $0.kind == .index || $0.kind == .noIndex }) {
            var rebuild = IndexRebuild(folder: folder, place: "nodes/\(domain.tag)")
            defer { actions += rebuild.actions }
            try rebuild.run()
        }
        try writePlists()
        try putStraysAside()
    }

    // MARK: Aside

    private mutating func putAside(_ finding: StoreFinding) throws(StoreError) {
        switch finding.kind {
        case .unreadable: try putAside(finding.file, ".unreadable")
        case .edited, .differs: try putAside(finding.file, ".edited")
        default: break
        }
    }

    private mutating func putAside(_ file: String, _ suffix: String) throws(StoreError) {
        let name = FreeName.beside("\(store)/\(file)", suffix)
        try files.rename("\(store)/\(file)", to: name)
        actions.append("moved \(file) to \(name.dropFirst(store.utf8.count + 1))")
    }

    /// What is left after all directories have their file.
    private mutating func putStraysAside() throws(StoreError) {
        let check = DomainCheck(store: store, tag: domain.tag, isServed: false)
        for finding in try check.run(progress: { _, _ in }).findings where finding.kind == .stray {
            try putAside(finding.file, ".stray")
        }
    }

    // MARK: Property lists

    private mutating func writePlists() throws(StoreError) {
        let database = try DomainDatabase(path: folder + "/sqlindex")
        defer { database.close() }
        guard let tree = try database.load() else { throw StoreError("\(folder)/sqlindex is empty after the repair") }
        let ids = try idsToWrite(database, tree)
        guard !ids.isEmpty else { return }
        try makeFolders(for: ids, database)
        let writer = PlistRewriter(folder: folder, tag: domain.tag, tree: tree, database: database, files: files)
        for start in stride(from: 0, to: ids.count, by: Self.batchSize) {
            try writer.write(Array(ids[start..<min(start + Self.batchSize, ids.count)]))
        }
        files.synchronize(folder)
        actions.append("nodes/\(domain.tag): wrote \(ids.count) property lists again from the index")
    }

    private func idsToWrite(_ database: DomainDatabase, _ tree: DirectoryTree) throws(StoreError) -> [UInt32] {
        var ids = Set(try database.outdatedPlists())
        let wrong: Set<StoreFinding.Kind> = [.missing, .unreadable, .edited, .differs]
        ids.formUnion(domain.findings.filter { wrong.contains($0.kind) }.compactMap(\.id))
        if domain.findings.contains(where: { $0.kind == .touched }) { ids.formUnion(tree.rows.map(\.id)) }
        return ids.sorted()
    }

    /// Folders that are gone together with everything in them: a directory may be written before its parent.
    private func makeFolders(for ids: [UInt32], _ database: DomainDatabase) throws(StoreError) {
        for id in ids {
            var names: [String] = []
            var next = try database.plist(id)
            while let row = next, row.id != 0, names.count < 4096 {
                if row.id != id || row.parent == 0 { names.append(row.base) }
                next = try database.plist(row.parent)
            }
            if !names.isEmpty { try Store.makeFolder(([folder] + names.reversed()).joined(separator: "/")) }
        }
    }
}
