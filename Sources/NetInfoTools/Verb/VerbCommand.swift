import ArgumentParser

/// A verb of `netinfo`, or one of a verb's own: parsed by its declarations, run with the tool's streams.
protocol VerbCommand: ParsableCommand {
    /// Does the work.
    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus

    /// Whether failures are reported as JSON.
    var reportsJSON: Bool { get }
}

extension ToolMain {
    /// A verb of `netinfo`, whose command line `root` describes.
    static func verb(_ root: any ParsableCommand.Type) -> Tool {
        let name = root.configuration.commandName ?? root._commandName
        return Tool(name) { arguments, _, environment in
            let words = arguments.dropFirst().map { String(decoding: $0, as: UTF8.self) }
            return VerbRunner(root: root, name: "netinfo \(name)", environment: environment).run(Array(words))
        }
    }
}

/// Parses and runs one verb.
private struct VerbRunner {
    let root: any ParsableCommand.Type
    let name: String
    let environment: ToolEnvironment

    func run(_ words: [String]) -> ExitStatus {
        let command: any ParsableCommand
        do {
            command = try root.parseAsRoot(words)
        } catch {
            return explain(error)
        }
        guard let verb = command as? any VerbCommand else { return explain(CleanExit.helpRequest(command)) }
        do throws(ToolFailure) {
            return try verb.perform(in: environment)
        } catch {
            environment.output.flush()
            var diagnostics = Diagnostics(tool: name, writer: environment.error)
            diagnostics.usesJSON = verb.reportsJSON
            diagnostics.report(error)
            return error.exit
        }
    }

    /// Prints help where it was asked for, or what is wrong with the command line.
    private func explain(_ error: any Error) -> ExitStatus {
        let status = ExitStatus(rawValue: root.exitCode(for: error).rawValue)
        let writer = status == .success ? environment.output : environment.error
        writer.write("\(root.fullMessage(for: error))\n")
        writer.flush()
        return status
    }
}
