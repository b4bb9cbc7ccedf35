import Glibc

/// Checks a store, or one domain of it, and changes nothing. Works beside a server that keeps the store.
package struct StoreCheck {
    private let store: String
    private let tag: String?

    /// Of the store at `store`: all domains, or `tag`.
    package init(store: String, tag: String? = nil) {
        self.store = store
        self.tag = tag
    }

    /// Checks everything. `progress` is called with directories of one domain.
    ///
    /// Throws when there is no store, no such domain, or nothing can be read.
    package func run(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(StoreError) -> StoreReport {
        let holder = try StoreLock.holder(of: store)
        // Held to the end, so that no server starts while this one looks.
        let lock = holder == nil ? try StoreLock.taking(existingIn: store) : nil
        return try withExtendedLifetime(lock) { () throws(StoreError) in try check(holder, progress) }
    }

    /// Checks a store that this process holds.
    func check(_ holder: StoreHolder?, _ progress: (Int, Int) -> Void) throws(StoreError) -> StoreReport {
        var report = StoreReport(store: store, holder: holder)
        for tag in try tags() {
            report.domains.append(
                try DomainCheck(store: store, tag: tag, isServed: holder != nil).run(progress: progress))
        }
        if holder == nil { report.leftovers = leftovers() }
        return report
    }

    /// The tags of the domains to check.
    ///
    /// Throws when there is no store, no such domain, or the store cannot be read.
    package func tags() throws(StoreError) -> [String] {
        guard SystemFiles().state(of: store + "/nodes") != nil else {
            throw StoreError("\(store) is no store: it has no folder 'nodes'; choose the store with --store")
        }
        guard access(store + "/nodes", R_OK | X_OK) == 0 else {
            throw StoreError(
                "cannot read the store \(store): \(String(cString: strerror(errno))); run as its owner or root")
        }
        let tags = Store.tags(in: store)
        guard let tag else { return tags }
        guard tags.contains(tag) else {
            throw StoreError("the store \(store) has no domain '\(tag)'; it has: \(tags.joined(separator: ", "))")
        }
        return [tag]
    }

    /// What interrupted work left beside the domains.
    private func leftovers() -> [StoreFinding] {
        let prefixes = [".import-", ".new-", ".old-"]
        return FolderListing.entries(of: store + "/nodes").compactMap { entry in
            guard entry.kind == .folder, prefixes.contains(where: { entry.name.hasPrefix($0) }) else { return nil }
            return StoreFinding(
                kind: .leftover, file: "nodes/\(entry.name)", text: "interrupted work left it",
                remedy: "--repair removes it")
        }
    }
}
