import Dispatch
package import Logging
import NetInfoProtocol
package import NetInfoStore
import Synchronization

/// Keeps account of what is changed in one domain, or by the binder, and of what is refused.
///
/// Lines are made and written on a queue of their own: whatever becomes of them, no write fails or waits.
package final class AuditTrail: Sendable {
    /// One kind of file, and how it is doing.
    private struct Book {
        var file: AuditFile
        /// Events that could not be written since the last one that was.
        var lost = 0
        var isFailing = false
    }

    private struct State {
        var books: [AuditFile.Kind: Book]
        var formatter: AuditFormatter
        var isClosed = false
    }

    /// What waits on the queue.
    private struct Backlog {
        var bytes = 0
        var dropped: [AuditFile.Kind: Int] = [:]
    }

    private let folder: String
    private let logger: Logger
    private let queue = DispatchQueue(label: "netinfo.audit", qos: .utility)
    private let state: Mutex<State>
    private let backlog = Mutex(Backlog())

    /// Bytes that may wait; what comes in while more do is lost, and counted.
    private static let capacity = 64 << 20
    /// Bytes that are written at once.
    private static let portion = 1 << 20

    /// Keeps account in `folder`, which is made when there is something to write. Values of the properties `secrets` are
    /// not written down.
    package init(
        folder: String, settings: AuditSettings, secrets: [String], logger: Logger, output: AuditFile.Output? = nil
    ) {
        self.folder = folder
        self.logger = logger
        let books = AuditFile.Kind.allCases.map { kind in
            let file =
                output.map { AuditFile(kind, in: folder, settings: settings, output: $0) }
                ?? AuditFile(kind, in: folder, settings: settings)
            return (kind, Book(file: file))
        }
        state = Mutex(
            State(
                books: Dictionary(uniqueKeysWithValues: books),
                formatter: AuditFormatter(secrets: AuditSecrets(secrets))))
    }

    /// Notes events, in their order. Returns at once.
    package func note(_ events: [AuditEvent], in kind: AuditFile.Kind = .changes) {
        guard !events.isEmpty else { return }
        let cost = events.reduce(0) { $0 + $1.cost }
        let fits = backlog.withLock { backlog in
            guard backlog.bytes == 0 || backlog.bytes + cost <= Self.capacity else {
                backlog.dropped[kind, default: 0] += events.count
                return false
            }
            backlog.bytes += cost
            return true
        }
        guard fits else { return }
        queue.async { [self] in
            write(events, in: kind)
            backlog.withLock { $0.bytes -= cost }
        }
    }

    /// Waits until everything is written, and lets go of the files; what is noted later is not written.
    package func close() {
        queue.sync {
            for kind in AuditFile.Kind.allCases { write([], in: kind) }
            state.withLock { state in
                state.isClosed = true
                for kind in AuditFile.Kind.allCases { state.books[kind]?.file.close() }
            }
        }
    }

    /// Waits until everything noted so far is written.
    package func settle() { queue.sync {} }

    // MARK: On the queue

    private func write(_ events: [AuditEvent], in kind: AuditFile.Kind) {
        let dropped = backlog.withLock { $0.dropped.removeValue(forKey: kind) ?? 0 }
        state.withLock { state in
            guard !state.isClosed, var book = state.books.removeValue(forKey: kind) else { return }
            book.lost += dropped
            var count = 0
            for event in events {
                state.formatter.append(event)
                count += 1
                if state.formatter.lines.bytes.count >= Self.portion {
                    put(state.formatter.take(), count, &book, &state.formatter)
                    count = 0
                }
            }
            if count > 0 || book.lost > 0 { put(state.formatter.take(), count, &book, &state.formatter) }
            state.books[kind] = book
        }
    }

    /// Writes lines, behind one that tells what was lost before them.
    private func put(_ lines: [UInt8], _ count: Int, _ book: inout Book, _ formatter: inout AuditFormatter) {
        var lines = lines
        if book.lost > 0 {
            formatter.appendLost(book.lost)
            lines = formatter.take() + lines
        }
        do throws(StoreError) {
            try book.file.append(lines)
            if book.lost > 0 {
                logger.warning("the audit is written again", metadata: ["folder": "\(folder)", "lost": "\(book.lost)"])
            }
            (book.lost, book.isFailing) = (0, false)
        } catch {
            book.lost += count
            guard !book.isFailing else { return }
            book.isFailing = true
            logger.error(
                "changes are made without being recorded: \(error)", metadata: ["folder": "\(folder)"])
        }
    }
}
