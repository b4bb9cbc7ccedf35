import Dispatch
package import NetInfoDirectory
package import NetInfoProtocol
package import Synchronization

/// One domain that is being served: its tree in memory and the way of every write to the disk.
///
/// A write changes the tree at once, waits in a queue, and becomes durable together with everything else that waits:
/// one transaction, one synchronisation. Its caller hears of it after that. When the transaction fails, the tree goes
/// back to what is durable and every caller hears why.
package final class Domain: Sendable {
    /// The tag the domain is known by on its host.
    package let tag: String

    /// Told about batches that ended: each write's token and status.
    package typealias CommitHandler = @Sendable ([(token: any Sendable, status: NIStatus)]) -> Void

    @usableFromInline
    struct Waiting {
        let change: TreeChange
        let token: any Sendable
    }

    @usableFromInline
    struct State {
        @usableFromInline var tree: DirectoryTree
        var waiting: [Waiting] = []
        /// Writes that the commit queue holds at present, oldest first.
        var committing: [Waiting] = []
        var isScheduled = false
    }

    @usableFromInline let state: Mutex<State>
    private let storage: any DomainStorage
    private let queue: DispatchQueue
    private let onCommit: CommitHandler

    /// Serves `tree`, whose durable form `storage` keeps.
    package init(tag: String, tree: DirectoryTree, storage: any DomainStorage, onCommit: @escaping CommitHandler) {
        self.tag = tag
        self.storage = storage
        self.onCommit = onCommit
        state = Mutex(State(tree: tree))
        queue = DispatchQueue(label: "netinfo.commit.\(tag)", qos: .userInitiated)
    }

    /// Looks at the tree. Never waits for a disk.
    ///
    /// Inlinable because every request comes through here, and the generic form costs more than the look.
    @inlinable
    package func withTree<Result>(_ body: (inout DirectoryTree) throws(NIStatus) -> Result) throws(NIStatus) -> Result {
        try state.withLock { (state: inout sending State) throws(NIStatus) -> Result in try body(&state.tree) }
    }

    /// Changes the tree. `body` returns a token, with which the commit handler is called once the change is durable
    /// or has failed.
    ///
    /// A failure of `body` itself changes nothing and is thrown at once. Call `flush` to send writes on their way.
    package func write(
        _ body: (inout DirectoryTree, inout TreeChange) throws(NIStatus) -> any Sendable
    ) throws(NIStatus) {
        let failure: NIStatus? = state.withLock { state in
            var change = TreeChange()
            do throws(NIStatus) {
                let token = try body(&state.tree, &change)
                state.waiting.append(Waiting(change: change, token: token))
                return nil
            } catch {
                state.tree.revert(change)
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Starts committing what waits, unless that is under way.
    package func flush() {
        let starts = state.withLock { state in
            guard !state.isScheduled, !state.waiting.isEmpty else { return false }
            state.isScheduled = true
            return true
        }
        if starts { queue.async { self.commitWaiting() } }
    }

    /// Takes back the writes that wait for `flush`, as if they had never been made. Nobody hears of them.
    package func discard() {
        state.withLock { state in
            for write in state.waiting.reversed() { state.tree.revert(write.change) }
            state.waiting = []
        }
    }

    /// Writes that are not durable yet.
    package var pendingWrites: Int {
        state.withLock { $0.waiting.count + $0.committing.count }
    }

    private func commitWaiting() {
        while true {
            let rows = state.withLock { state -> [RowChange]? in
                guard !state.waiting.isEmpty else {
                    state.isScheduled = false
                    return nil
                }
                state.committing = state.waiting
                state.waiting = []
                return state.committing.flatMap(\.change.rows)
            }
            guard let rows else { return }
            do throws(StoreError) {
                try storage.commit(rows)
                succeed(rows)
            } catch {
                fail(error)
            }
        }
    }

    private func succeed(_ rows: [RowChange]) {
        let done = state.withLock { state in
            let done = state.committing
            state.committing = []
            return done
        }
        storage.didCommit(rows, of: self)
        onCommit(done.map { ($0.token, .ok) })
    }

    /// Writes that came after the failed ones were made on top of them, so they fail too.
    private func fail(_ error: StoreError) {
        let failed = state.withLock { state in
            let failed = state.committing + state.waiting
            for write in failed.reversed() { state.tree.revert(write.change) }
            state.committing = []
            state.waiting = []
            return failed
        }
        let ids = failed.flatMap { $0.change.rows.map(\.id) }
        storage.didFail(error, writes: failed.count, reverted: ids, of: self)
        onCommit(failed.map { ($0.token, error.status) })
    }

    /// Waits until everything written so far is durable or has failed.
    package func settle() {
        flush()
        queue.sync {}
    }

    /// Takes in property lists that were edited by hand.
    package func reload() { storage.takeInEdits(of: self) }

    /// Commits the rest, brings the property lists up to date and closes the files.
    package func close() {
        settle()
        storage.close(self)
    }
}
