/// Checks a store and mends what is wrong, as far as index and property lists still have it between them.
package struct StoreRepair {
    /// What was done.
    package struct Outcome: Sendable {
        /// How the store was before.
        package var before: StoreReport
        /// One sentence for each thing that was done, moved aside, or lost.
        package var actions: [String] = []
        /// How the store is now.
        package var after: StoreReport

        /// Of a repair, or of a mere check, which does nothing.
        package init(before: StoreReport, actions: [String] = [], after: StoreReport) {
            self.before = before
            self.actions = actions
            self.after = after
        }
    }

    private let store: String
    private let tag: String?

    /// Of the store at `store`: all domains, or `tag`.
    package init(store: String, tag: String? = nil) {
        self.store = store
        self.tag = tag
    }

    /// Mends and checks again. Throws when a server holds the store.
    package func run(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(StoreError) -> Outcome {
        let check = StoreCheck(store: store, tag: tag)
        _ = try check.tags()
        if let holder = try StoreLock.holder(of: store) {
            throw StoreError("the store \(store) is in use by \(holder); stop it, then repair the store")
        }
        let lock = try StoreLock(folder: store)
        return try withExtendedLifetime(lock) { () throws(StoreError) in
            let before = try check.check(nil, progress)
            var actions: [String] = []
            for leftover in before.leftovers {
                try Store.removeFolder("\(store)/\(leftover.file)")
                actions.append("removed \(leftover.file)")
            }
            for domain in before.domains
            where domain.isMendable && domain.findings.contains(where: { $0.kind.isMendable }) {
                actions += mend(domain)
            }
            let after = actions.isEmpty ? before : try check.check(nil, progress)
            StoreOwner(of: store)?.takeAll(in: store)
            return Outcome(before: before, actions: actions, after: after)
        }
    }

    /// What one domain lacks does not keep the others from being mended.
    private func mend(_ domain: DomainFindings) -> [String] {
        var repair = DomainRepair(store: store, findings: domain)
        do throws(StoreError) {
            try repair.run()
            return repair.actions
        } catch {
            return repair.actions + ["failed: \(error)"]
        }
    }
}

extension DomainFindings {
    /// Whether this version can do anything for the domain.
    fileprivate var isMendable: Bool { !findings.contains { $0.kind == .newer } }
}

extension StoreFinding.Kind {
    /// Whether a repair does anything about it.
    fileprivate var isMendable: Bool { ![.aside, .tooDeep, .newer].contains(self) }
}
