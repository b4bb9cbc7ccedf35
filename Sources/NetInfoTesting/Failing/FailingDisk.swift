import GRDBSQLite
import Synchronization

/// A disk that fails under SQLite: its databases below one folder get errors at chosen moments.
///
/// Make it before the databases are opened.
package final class FailingDisk: Sendable {
    /// How an operation fails.
    package enum Failure: Hashable, Sendable, CaseIterable {
        /// A write finds the disk full.
        case full
        /// A write fails.
        case write
        /// What was written cannot be made durable.
        case sync

        var code: Int32 {
            switch self {
            case .full: SQLITE_FULL
            case .write: SQLITE_IOERR | 3 << 8
            case .sync: SQLITE_IOERR | 4 << 8
            }
        }
    }

    private struct State {
        var failure: Failure?
        /// Operations that succeed before the first failure.
        var patience = 0
        /// Operations that fail before the disk is well again.
        var times = Int.max
        var failures = 0
        var operations = 0
    }

    let folder: [UInt8]
    private let state = Mutex(State())

    /// A disk that holds everything below `folder`.
    package init(below folder: String) {
        self.folder = Array(folder.utf8)
        FailingVFS.add(self)
    }

    deinit { FailingVFS.forget(folder) }

    /// Makes operations fail, after some that succeed, for a number of times or until `heal`.
    package func fail(_ failure: Failure, after patience: Int = 0, times: Int = .max) {
        state.withLock { state in
            state.failure = failure
            state.patience = patience
            state.times = times
        }
    }

    /// Ends the failures.
    package func heal() { state.withLock { $0.failure = nil } }

    /// Operations that failed so far.
    package var failures: Int { state.withLock { $0.failures } }

    /// Writes and synchronisations so far.
    package var operations: Int { state.withLock { $0.operations } }

    /// What the next write or synchronisation is to return.
    func nextResult(isSync: Bool) -> Int32 {
        state.withLock { state in
            state.operations += 1
            guard let failure = state.failure, (failure == .sync) == isSync else { return SQLITE_OK }
            guard state.patience == 0 else {
                state.patience -= 1
                return SQLITE_OK
            }
            state.failures += 1
            state.times -= 1
            if state.times <= 0 { state.failure = nil }
            return failure.code
        }
    }
}
