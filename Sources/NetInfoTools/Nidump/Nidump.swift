import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// `nidump`: writes directories as flat files, in the raw format or as JSON (`tools.md` 7).
package struct Nidump {
    let command: NidumpCommand
    let environment: ToolEnvironment
    let diagnostics: Diagnostics
    let style: TextStyle

    /// Runs the tool with its arguments, of which the first is its name.
    package static func run(_ arguments: [[UInt8]], name: String, environment: ToolEnvironment) -> ExitStatus {
        var diagnostics = Diagnostics(tool: name, writer: environment.error)
        let parsed: NidumpCommand.Parsed
        do throws(UsageError) {
            parsed = try NidumpCommand.parse(arguments)
        } catch {
            var failure = ToolFailure(error.message, exit: .usage)
            failure.explanation = NidumpUsage.text
            diagnostics.usesJSON = arguments.contains(Array("--json".utf8))
            diagnostics.report(failure)
            return failure.exit
        }
        switch parsed {
        case .help: environment.output.write(NidumpUsage.text)
        case .version: environment.output.write(ToolVersion.line(for: name))
        case .command(let command):
            diagnostics.usesJSON = command.settings.usesJSON
            return Nidump(command, environment, diagnostics).run()
        }
        return .success
    }

    private init(_ command: NidumpCommand, _ environment: ToolEnvironment, _ diagnostics: Diagnostics) {
        self.command = command
        self.environment = environment
        self.diagnostics = diagnostics
        style = TextStyle(command.settings.color, writer: environment.output, environment: environment)
    }

    private func run() -> ExitStatus {
        command.secretIndexes.forEach(environment.conceal)
        do throws(ToolFailure) {
            let source = try openSource()
            switch command.subject {
            case .directory(let path): try writeTree(at: path, source)
            case .file(.netgroup): return try writeNetgroups(source)
            case .file(let name): return try writeFile(name, source)
            }
            return .success
        } catch {
            environment.output.flush()
            diagnostics.report(error)
            return error.exit
        }
    }

    private func openSource() throws(ToolFailure) -> any DirectorySource {
        if let folder = command.database {
            return AccessSource(try OfflineDatabase.open(folder, for: .reading, diagnostics).access)
        }
        let login = try PasswordSource(settings: command.settings, environment: environment).login()
        do throws(ToolFailure) {
            return try DomainOpener(settings: command.settings, login: login).open(command.domain)
        } catch {
            var failure = error
            failure.exit = .usage
            throw failure
        }
    }

    // MARK: Directories

    private func writeTree(at path: [UInt8], _ source: any DirectorySource) throws(ToolFailure) {
        let records: [DirectoryRecord]
        do throws(NetInfoClientError) {
            records = try source.subtree(of: try find(path, source))
        } catch {
            // As it always was. Only JSON has no empty document.
            if error.status == .noDirectory, !command.settings.usesJSON { return noteMissing(path) }
            throw ToolFailure(
                "can't read directory \(path): \(error.status)", exit: error.status.exitStatus,
                status: error.status.rawValue, path: path)
        }
        let outline = DirectoryOutline(records)
        if command.settings.usesJSON {
            environment.output.write(OutlineJSON.text(of: outline))
            environment.output.write("\n")
        } else {
            environment.output.write(RawWriter.text(of: outline, highlight: style.key))
        }
    }

    /// Tells that a directory does not exist, when somebody looks on or asks for it.
    private func noteMissing(_ path: [UInt8]) {
        if command.isVerbose || environment.error.isTerminal { tell("no such directory: \(path)") }
    }

    private func find(_ path: [UInt8], _ source: any DirectorySource) throws(NetInfoClientError) -> UInt32 {
        guard let path = try? DirectoryPath(path) else { throw NetInfoClientError(.noDirectory) }
        return try source.search(path)
    }
}
