/// The version of the tools.
package enum ToolVersion {
    package static let current = "0.1.0"

    /// What `--version` prints (`tools.md` 15).
    package static func line(for tool: String) -> MessageText { "\(tool) (netinfo-suite) \(current)\n" }
}
