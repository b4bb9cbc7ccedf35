import Dispatch
import Logging
import NetInfoDirectory
import Synchronization

/// Keeps the property lists of a domain like the domain: within a second of each change, and always before a clean
/// exit. The database is what counts meanwhile.
final class PlistMirror: Sendable {
    private struct State {
        var outdated: Set<UInt32> = []
        /// What was done to files and is not in the database because that failed.
        var unrecorded = PlistLedger.Notes()
        var isScheduled = false
        var hasFailed = false
        var hasEnded = false
    }

    /// Directories that are brought up to date at a time, while others want to read and write.
    private static let batchSize = 500
    /// The same at the end, when nobody waits for anything but it. Each batch costs several synchronisations.
    private static let lastBatchSize = 5000

    private let state = Mutex(State())
    private let queue: DispatchQueue
    private let pace: MirrorPace
    let folder: String
    let database: DomainDatabase
    let files: any StoreFiles
    let logger: Logger

    init(
        folder: String, database: DomainDatabase, files: any StoreFiles, logger: Logger, pace: MirrorPace = MirrorPace()
    ) {
        self.folder = folder
        self.database = database
        self.files = files
        self.logger = logger
        self.pace = pace
        queue = DispatchQueue(label: "netinfo.plists", qos: .utility)
    }

    /// Notes changed directories and sees to their property lists soon.
    func note(_ ids: [UInt32], of domain: Domain) {
        schedule(domain, after: pace.delay) { $0.outdated.formUnion(ids) }
    }

    private func schedule(_ domain: Domain, after delay: Double, _ change: (inout State) -> Void) {
        let starts = state.withLock { state in
            change(&state)
            guard !state.isScheduled, !state.hasEnded, !state.outdated.isEmpty else { return false }
            state.isScheduled = true
            return true
        }
        guard starts else { return }
        queue.asyncAfter(deadline: .now() + delay) { [weak domain] in
            guard let domain else { return }
            let goesOn = self.state.withLock { state in
                state.isScheduled = false
                return !state.hasEnded
            }
            if goesOn { self.bringUpToDate(domain) }
        }
    }

    /// Runs `body` where property lists are written, so that the two never meet.
    func perform(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

    /// Brings everything up to date now and makes it durable. Nothing follows. Returns whether all of it went well.
    func finish(_ domain: Domain) -> Bool {
        queue.sync {
            bringUpToDate(domain, batchSize: Self.lastBatchSize)
            files.synchronize(folder)
            return state.withLock { state in
                state.hasEnded = true
                return state.outdated.isEmpty && state.unrecorded.isEmpty && !state.hasFailed
            }
        }
    }

    /// Brings up to date what is known to be outdated, as far as that is possible, and waits for it.
    func bringUpToDateNow(_ domain: Domain) { queue.sync { bringUpToDate(domain) } }

    /// Directories whose property list is known to be out of date.
    var outdatedCount: Int { state.withLock { $0.outdated.count } }

    /// What was done to files and could not be recorded so far.
    var unrecorded: PlistLedger.Notes { state.withLock { $0.unrecorded } }

    /// Records what a batch did, and keeps it in mind when that fails.
    func record(_ ledger: inout PlistLedger) throws(StoreError) {
        do throws(StoreError) {
            try ledger.record()
            state.withLock { $0.unrecorded = PlistLedger.Notes() }
        } catch {
            let notes = ledger.notes
            state.withLock { $0.unrecorded = notes }
            throw error
        }
    }

    /// Records what could not be recorded before.
    func recordRest() throws(StoreError) {
        guard !unrecorded.isEmpty else { return }
        var ledger = PlistLedger(folder: folder, database: database, notes: unrecorded)
        try record(&ledger)
    }

    private func bringUpToDate(_ domain: Domain, batchSize: Int = PlistMirror.batchSize) {
        while true {
            let ids = state.withLock { state in
                let ids = Array(state.outdated.prefix(batchSize))
                state.outdated.subtract(ids)
                return ids
            }
            guard !ids.isEmpty else {
                noteSuccess()
                return
            }
            do throws(StoreError) {
                var batch = PlistBatch(mirror: self, domain: domain)
                try batch.bringUpToDate(ids)
            } catch {
                noteFailure(error, ids, domain)
                return
            }
        }
    }

    private func noteSuccess() {
        let recovered = state.withLock { state in
            defer { state.hasFailed = false }
            return state.hasFailed
        }
        if recovered { logger.notice("property lists are being written again", metadata: ["folder": "\(folder)"]) }
    }

    private func noteFailure(_ error: StoreError, _ ids: [UInt32], _ domain: Domain) {
        let isFirst = state.withLock { state in
            defer { state.hasFailed = true }
            return !state.hasFailed
        }
        if isFirst { logger.error("property lists cannot be written: \(error); the index keeps the changes meanwhile") }
        schedule(domain, after: pace.retry) { $0.outdated.formUnion(ids) }
    }
}
