/// One tool's command line, understood, and what carries it out.
package protocol ToolCommand {
    /// The usage text.
    static var usage: MessageText { get }

    var settings: CommonSettings { get }

    /// Understands the arguments, of which the first is the tool's name. Throws what to say to wrong ones.
    static func parse(_ arguments: [[UInt8]]) throws(ToolFailure) -> ParsedCommand<Self>

    /// Does what the command says.
    func execute(in environment: ToolEnvironment, diagnostics: Diagnostics) throws(ToolFailure) -> ExitStatus
}

/// What the arguments of a tool ask for.
package enum ParsedCommand<Command> {
    case command(Command)
    case help
    case version
}

extension ParsedCommand: Equatable where Command: Equatable {}

extension ToolCommand {
    /// Runs the tool with its arguments, of which the first is its name.
    package static func run(_ arguments: [[UInt8]], name: String, environment: ToolEnvironment) -> ExitStatus {
        var diagnostics = Diagnostics(tool: name, writer: environment.error)
        do throws(ToolFailure) {
            switch try parse(arguments) {
            case .help: environment.output.write(usage)
            case .version: environment.output.write(ToolVersion.line(for: name))
            case .command(let command):
                diagnostics.usesJSON = command.settings.usesJSON
                return try command.execute(in: environment, diagnostics: diagnostics)
            }
            return .success
        } catch {
            let isJSON = arguments.dropFirst().prefix { $0.first == UInt8(ascii: "-") }.contains(Array("--json".utf8))
            diagnostics.usesJSON = diagnostics.usesJSON || isJSON
            environment.output.flush()
            diagnostics.report(error)
            return error.exit
        }
    }

    /// What is said to a wrong use: why, then the usage text.
    package static func misuse(_ error: UsageError) -> ToolFailure {
        var failure = ToolFailure(error.message, exit: .usage)
        failure.explanation = usage
        return failure
    }
}
