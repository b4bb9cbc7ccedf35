import NetInfoProtocol

/// A failure of a tool: what it says, and how it ends.
package struct ToolFailure: Error, Hashable, Sendable {
    /// What is printed after the tool's name; nil when everything has been said.
    package var message: MessageText?
    /// Whether the tool's name comes before the message. Some messages of the originals have none.
    package var namesTool = true
    /// Lines before the message, without the tool's name.
    package var preamble: MessageText = ""
    /// Lines after the message, without the tool's name.
    package var explanation: MessageText = ""
    package var exit: ExitStatus
    package var status: UInt32?
    package var path: [UInt8]?

    package init(
        _ message: MessageText?, exit: ExitStatus, status: UInt32? = nil, path: [UInt8]? = nil
    ) {
        self.message = message
        self.exit = exit
        self.status = status
        self.path = path
    }
}

/// Where a tool reports failures: standard error, as text or as one JSON object per line (`tools.md` 15).
package struct Diagnostics {
    package let tool: String
    package let writer: OutputWriter
    package var usesJSON = false

    package init(tool: String, writer: OutputWriter) {
        self.tool = tool
        self.writer = writer
    }

    /// Reports a failure.
    package func report(_ failure: ToolFailure) {
        if usesJSON {
            writer.write(json(failure).encoded)
            writer.write("\n")
        } else {
            writer.write(failure.preamble)
            if let message = failure.message {
                writer.write(failure.namesTool ? "\(tool): \(message)\n" : "\(message)\n")
            }
            writer.write(failure.explanation)
        }
        writer.flush()
    }

    /// Reports something that is not a failure; nothing in JSON.
    package func warn(_ message: MessageText) {
        guard !usesJSON else { return }
        writer.write("\(tool): warning: \(message)\n")
        writer.flush()
    }

    private func json(_ failure: ToolFailure) -> JSONValue {
        .object([
            .init("tool", .text(tool)),
            .init("code", .number(Int(failure.exit.rawValue))),
            .init("status", failure.status.map { .number(Int($0)) } ?? .null),
            .init("message", .string(failure.message?.bytes ?? [])),
            .init("path", failure.path.map { .string($0) } ?? .null),
        ])
    }
}
