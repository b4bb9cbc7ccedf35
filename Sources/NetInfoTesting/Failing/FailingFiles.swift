import Glibc
package import NetInfoProtocol
package import NetInfoStore
import Synchronization

/// The real file system with failures at chosen moments.
package final class FailingFiles: StoreFiles {
    /// What can fail.
    package enum Operation: Hashable, Sendable, CaseIterable {
        case replace, read, makeFolder, rename, remove
    }

    private struct State {
        var failing: Set<Operation> = []
        var status = NIStatus.systemError
        /// One in how many operations fails.
        var odds = 1
        var numbers = SeededGenerator(seed: 0)
        var failures = 0
        var afterReplacing: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())
    private let files = SystemFiles()

    package init() {}

    /// Makes operations fail from now on: all of these kinds, or one in `odds` by chance.
    package func fail(
        _ operations: Set<Operation>, with status: NIStatus = .systemError, oneIn odds: Int = 1, seed: UInt64 = 0
    ) {
        state.withLock { state in
            state.failing = operations
            state.status = status
            state.odds = odds
            state.numbers = SeededGenerator(seed: seed)
        }
    }

    /// Ends the failures.
    package func heal() { state.withLock { $0.failing = [] } }

    /// Has something done whenever a file was written.
    package func afterReplacing(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.afterReplacing = action }
    }

    /// Operations that failed so far.
    package var failures: Int { state.withLock { $0.failures } }

    private func check(_ operation: Operation, _ path: String) throws(StoreError) {
        let failure: StoreError? = state.withLock { state in
            guard state.failing.contains(operation), Int.random(in: 0..<state.odds, using: &state.numbers) == 0 else {
                return nil
            }
            state.failures += 1
            let reason = String(cString: strerror(state.status == .noSpace ? ENOSPC : EIO))
            return StoreError("cannot \(operation) \(path): \(reason)", status: state.status)
        }
        if let failure { throw failure }
    }

    package func replace(_ path: String, with bytes: [UInt8], temporary: String) throws(StoreError) -> FileState {
        do throws(StoreError) {
            try check(.replace, path)
        } catch {
            // A full disk leaves half a file behind.
            _ = try? files.replace(temporary, with: Array(bytes.prefix(bytes.count / 2)), temporary: temporary)
            throw error
        }
        let written = try files.replace(path, with: bytes, temporary: temporary)
        state.withLock(\.afterReplacing)()
        return written
    }

    package func read(_ path: String, maximum: Int) throws(StoreError) -> [UInt8] {
        try check(.read, path)
        return try files.read(path, maximum: maximum)
    }

    package func makeFolder(_ path: String) throws(StoreError) {
        try check(.makeFolder, path)
        try files.makeFolder(path)
    }

    package func rename(_ old: String, to new: String) throws(StoreError) {
        try check(.rename, old)
        try files.rename(old, to: new)
    }

    package func remove(_ path: String) throws(StoreError) {
        try check(.remove, path)
        try files.remove(path)
    }

    package func state(of path: String) -> FileState? { files.state(of: path) }
    package func removeFolderIfEmpty(_ path: String) { files.removeFolderIfEmpty(path) }
    package func names(in folder: String, endingWith suffix: String) -> [String] {
        files.names(in: folder, endingWith: suffix)
    }
    package func folders(in folder: String) -> [String] { files.folders(in: folder) }
    package func synchronize(_ folder: String) { files.synchronize(folder) }
}
