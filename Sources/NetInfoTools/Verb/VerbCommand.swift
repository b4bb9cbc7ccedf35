import ArgumentParser

/// A verb of `netinfo`, or one of a verb's own: parsed by its declarations, run with the tool's streams.
protocol VerbCommand: ParsableCommand {
    /// Does the work.
    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus

    /// Whether failures are reported as JSON.
    var reportsJSON: Bool { get }
}
