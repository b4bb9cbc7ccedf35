package import Logging
import Synchronization

/// A log that only a test reads.
package final class CollectedLog: Sendable {
    private let collected = Mutex<[String]>([])

    package init() {}

    /// The lines so far: level, message, then metadata in the order of their names.
    package var lines: [String] { collected.withLock { $0 } }

    /// Whether some line contains `text`.
    package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    /// A logger that writes here.
    package var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private func append(_ line: String) { collected.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: CollectedLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            let details = all.map { "\($0.key)=\($0.value)" }
            log.append((["\(event.level):", "\(event.message)"] + details).joined(separator: " "))
        }
    }
}
