import Glibc
import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// `niload`: reads flat files, the raw format or JSON into directories (`tools.md` 8 and 10).
package struct Niload {
    let command: NiloadCommand
    let environment: ToolEnvironment
    let diagnostics: Diagnostics

    /// Runs the tool with its arguments, of which the first is its name.
    package static func run(_ arguments: [[UInt8]], name: String, environment: ToolEnvironment) -> ExitStatus {
        var diagnostics = Diagnostics(tool: name, writer: environment.error)
        let parsed: NiloadCommand.Parsed
        do throws(NiloadCommand.Mistake) {
            parsed = try NiloadCommand.parse(arguments)
        } catch {
            let failure = NiloadUsage.failure(error)
            diagnostics.usesJSON = arguments.contains(Array("--json".utf8))
            diagnostics.report(failure)
            return failure.exit
        }
        switch parsed {
        case .help: environment.output.write(NiloadUsage.text)
        case .version: environment.output.write(ToolVersion.line(for: name))
        case .command(let command):
            diagnostics.usesJSON = command.settings.usesJSON
            return Niload(command: command, environment: environment, diagnostics: diagnostics).run()
        }
        return .success
    }

    private func run() -> ExitStatus {
        command.secretIndexes.forEach(environment.conceal)
        environment.stop.announce(
            command.settings.usesJSON ? "" : "niload: interrupted; nothing was changed\n")
        defer { environment.error.flush() }
        if command.settings.password != nil, environment.error.isTerminal {
            diagnostics.warn("a password on the command line can be seen by other users")
        }
        do throws(ToolFailure) {
            // The password comes first, because it may stand in the first line of the input.
            let login = try PasswordSource(settings: command.settings, environment: environment).login()
            switch command.subject {
            case .directory(let path): return try loadTree(at: path, login)
            case .file(.netgroup): return try loadNetgroups(login)
            case .file(let name): return try loadFile(name, login)
            }
        } catch {
            environment.output.flush()
            diagnostics.report(error)
            if let signal = environment.stop.signal() { environment.stop.end(signal) }
            return error.exit
        }
    }

    /// Opens what is to be written to, runs `body`, and makes durable what it wrote.
    func writing(
        _ login: Login?, _ body: (LoadDestination) throws(ToolFailure) -> Void
    ) throws(ToolFailure) {
        let destination = try open(login)
        defer { destination.close() }
        try body(destination)
        if command.database != nil, let signal = environment.stop.signal() { throw interruption(signal, "") }
        try reporting("can't write to \(command.database ?? command.domain), which stays as it was") {
            () throws(NetInfoClientError) in try destination.commit()
        }
    }

    /// Opens the domain at its master, or the database. Whatever goes wrong with it ends in exit status 1.
    private func open(_ login: Login?) throws(ToolFailure) -> LoadDestination {
        if let folder = command.database {
            let use: OfflineDatabase.Use = command.isDryRun ? .trial : .writing
            return LoadDestination(try OfflineDatabase.open(folder, for: use, diagnostics), stop: environment.stop)
        }
        do throws(ToolFailure) {
            let domain = try DomainOpener(settings: command.settings, login: login).open(command.domain)
            let master = try reporting("can't connect to the master of domain \(command.domain)") {
                () throws(NetInfoClientError) in try domain.masterConnection()
            }
            return LoadDestination(master, timeout: command.settings.timeout, stop: environment.stop)
        } catch {
            var failure = error
            failure.exit = .usage
            throw failure
        }
    }

    /// Everything on standard input.
    func readInput() throws(ToolFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(environment.input, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw ToolFailure("can't read the input: \(String(cString: strerror(errno)))", exit: .usage)
            }
        }
    }

    /// Runs `body`, and turns a status into a failure that says what could not be done.
    func reporting<Value>(
        _ message: MessageText, path: [UInt8]? = nil, _ body: () throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) {
            return try body()
        } catch { throw failure(message, error, path: path) }
    }

    func failure(_ message: MessageText, _ error: NetInfoClientError, path: [UInt8]? = nil) -> ToolFailure {
        ToolFailure("\(message): \(error.status)", exit: .usage, status: error.status.rawValue, path: path)
    }

    /// A failure that also tells how far the load has come, and how to go on. In a database on disk it comes all the way
    /// or leaves nothing.
    func advising(_ failure: ToolFailure, _ state: MessageText) -> ToolFailure {
        let advice: MessageText =
            command.database.map { "\($0) stays as it was" } ?? "\(state); run the same command again to go on"
        var failure = failure
        if command.settings.usesJSON {
            failure.message = failure.message.map { "\($0): \(advice)" }
        } else {
            failure.explanation = "\(diagnostics.tool): \(advice)\n"
        }
        return failure
    }

    /// What is said when a signal ends the load between two writes.
    func interruption(_ signal: Int32, _ state: MessageText) -> ToolFailure {
        advising(ToolFailure("interrupted", exit: ExitStatus(rawValue: 128 + signal)), state)
    }

    /// Tells what is done, with `-v`.
    func tell(_ text: MessageText) {
        guard command.isVerbose, !command.settings.usesJSON else { return }
        environment.error.write(text)
        environment.error.write("\n")
    }

    /// Asks before something is removed, when somebody is there to answer (`tools.md` 10.3).
    func confirm(_ question: MessageText) throws(ToolFailure) {
        guard !command.isForced, !command.isDryRun, environment.error.isTerminal else { return }
        let terminal = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return }
        defer { close(terminal) }
        let prompt = question.bytes + Array("? ".utf8)
        _ = prompt.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
        let answer = LineReader.readLine(from: terminal) ?? []
        guard answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y") else {
            throw ToolFailure("nothing was changed", exit: .usage)
        }
    }
}

/// How a load ended.
struct LoadCounts {
    var created = 0
    var changed = 0
    var unchanged = 0
    var failed = 0

    var text: MessageText {
        "\(created) created, \(changed) changed, \(unchanged) unchanged, \(failed) failed"
    }

    /// How far a load has come that did not come to its end; `unanswered` writes may have been carried out or not.
    func state(unanswered: Int) -> MessageText {
        let unknown: MessageText = unanswered == 0 ? "" : ", \(unanswered) without an answer"
        let rest = max(0, failed - unanswered)
        return "\(created) created, \(changed) changed, \(unchanged) unchanged\(unknown), \(rest) not written"
    }
}
