import Foundation
import Glibc
package import Logging

/// Writes one line per event to standard error: plain for people and journals, or JSON for programs.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let format: DaemonConfiguration.LogFormat
    private let label: String

    package init(label: String, level: Logger.Level, format: DaemonConfiguration.LogFormat) {
        self.label = label
        logLevel = level
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let line = format == .plain ? plain(event, all) : json(event, all)
        var bytes = Array(line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }

    private func plain(_ event: LogEvent, _ metadata: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let details = metadata.map { "\($0.key)=\(Self.oneLine("\($0.value)"))" }
        let text = "\(label): \(event.level): \(Self.oneLine("\(event.message)"))"
        return ([text] + details).joined(separator: " ")
    }

    private func json(_ event: LogEvent, _ metadata: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var object: [String: String] = [
            "time": Date().ISO8601Format(), "level": "\(event.level)", "message": "\(event.message)",
        ]
        for (key, value) in metadata where object[key] == nil { object[key] = "\(value)" }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data("{}".utf8), as: UTF8.self)
    }

    /// Text from the network must not make lines of its own.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return text }
        return text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }.joined()
    }
}
