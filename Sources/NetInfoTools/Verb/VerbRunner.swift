import ArgumentParser

/// `netinfo` with its verbs, for the parser of arguments.
struct NetInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netinfo", abstract: "Look after NetInfo domains.",
        subcommands: [
            ImportCommand.self, ExportCommand.self, CheckCommand.self, StatusCommand.self, HistoryCommand.self,
        ])
}

extension ToolMain {
    /// What only `netinfo` itself does: `netinfo import`, never `import`, which is another program's name.
    package static let verbs: [Tool] = NetInfoCommand.configuration.subcommands.map { command in
        let name = command.configuration.commandName ?? command._commandName
        return Tool(name) { arguments, _, environment in
            VerbRunner(name: "netinfo \(name)", environment: environment).run(arguments)
        }
    }
}

/// Parses and runs one verb.
private struct VerbRunner {
    let name: String
    let environment: ToolEnvironment

    /// Runs the verb with its arguments, of which the first is its name.
    func run(_ arguments: [[UInt8]]) -> ExitStatus {
        do {
            var command = try NetInfoCommand.parseAsRoot(arguments.map { String(decoding: $0, as: UTF8.self) })
            guard let verb = command as? any VerbCommand else {
                // Help, or a verb that has verbs of its own and got none.
                try command.run()
                return .success
            }
            return perform(verb)
        } catch {
            return explain(error)
        }
    }

    private func perform(_ verb: any VerbCommand) -> ExitStatus {
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
        let status = ExitStatus(rawValue: NetInfoCommand.exitCode(for: error).rawValue)
        let writer = status == .success ? environment.output : environment.error
        writer.write("\(NetInfoCommand.fullMessage(for: error))\n")
        writer.flush()
        return status
    }
}
