import NetInfoClient
import NetInfoProtocol

/// Why a command of `nicl` failed: the line it prints, and the exit status it stands for (`tools.md` 6.6).
struct NiclFailure: Error, Hashable {
    /// The line, without a tool's name in front; nil when everything has been said.
    var message: MessageText?
    /// Lines after the message.
    var explanation: MessageText = ""
    var exit: ExitStatus
    var status: NiclStatus?
    var path: [UInt8]?

    init(_ message: MessageText?, exit: ExitStatus, status: NiclStatus? = nil, path: [UInt8]? = nil) {
        self.message = message
        self.exit = exit
        self.status = status
        self.path = path
    }

    /// `PREFIX: STATUS`
    init(_ prefix: MessageText, _ status: NiclStatus, path: [UInt8]? = nil) {
        self.init("\(prefix): \(status.text)", exit: status.exitStatus, status: status, path: path)
    }

    /// Wrong use: exit 1.
    static func misuse(_ message: MessageText, usage: MessageText = "") -> NiclFailure {
        var failure = NiclFailure(message, exit: .usage)
        failure.explanation = usage
        return failure
    }

    /// Runs `body`, and names a server's status in the datastore's words behind `prefix`.
    static func naming<Value>(
        _ prefix: MessageText, path: [UInt8]? = nil, _ body: () throws(NetInfoClientError) -> Value
    ) throws(NiclFailure) -> Value {
        do throws(NetInfoClientError) { return try body() } catch {
            throw NiclFailure(prefix, NiclStatus(error.status), path: path)
        }
    }
}

/// Where `nicl` reports: standard error, as the bare line or as one JSON object per line.
struct NiclReporter {
    let diagnostics: Diagnostics

    func report(_ failure: NiclFailure) {
        guard failure.message != nil || !failure.explanation.bytes.isEmpty else { return }
        var lines = ToolFailure(nil, exit: failure.exit, status: failure.status?.rawValue, path: failure.path)
        if diagnostics.usesJSON {
            lines.message = failure.message
        } else {
            lines.preamble = failure.message.map { "\($0)\n" } ?? ""
            lines.explanation = failure.explanation
        }
        diagnostics.report(lines)
    }
}
