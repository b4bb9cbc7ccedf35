import Glibc

/// `nicl`: reads and changes a NetInfo domain, or a database on disk, by single commands or in a session
/// (`tools.md` 6).
package enum Nicl {
    /// Runs the tool with its arguments, of which the first is its name.
    package static func run(_ arguments: [[UInt8]], name: String, environment: ToolEnvironment) -> ExitStatus {
        var diagnostics = Diagnostics(tool: name, writer: environment.error)
        let parsed: NiclInvocation.Parsed
        do throws(UsageError) {
            parsed = try NiclInvocation.parse(arguments)
        } catch {
            diagnostics.usesJSON = arguments.dropFirst().prefix { $0.first == UInt8(ascii: "-") }.contains(
                Array("--json".utf8))
            var failure = ToolFailure(error.message, exit: .usage)
            failure.explanation = NiclUsage.text
            diagnostics.report(failure)
            return failure.exit
        }
        switch parsed {
        case .help:
            environment.output.write(NiclUsage.text)
            return .success
        case .version:
            environment.output.write(ToolVersion.line(for: name))
            return .success
        case .invocation(let invocation):
            diagnostics.usesJSON = invocation.settings.usesJSON
            return execute(invocation, diagnostics, environment)
        }
    }

    private static func execute(
        _ invocation: NiclInvocation, _ diagnostics: Diagnostics, _ environment: ToolEnvironment
    ) -> ExitStatus {
        invocation.secretIndexes.forEach(environment.conceal)
        if invocation.settings.password != nil, environment.error.isTerminal {
            diagnostics.warn("a password on the command line can be seen by other users")
        }
        let reporter = NiclReporter(diagnostics: diagnostics)
        do throws(NiclFailure) {
            if try create(invocation, environment) { return .success }
            let datastore = try open(invocation, reporter, environment)
            defer { datastore.close() }
            let session = NiclSession(invocation, datastore: datastore, reporter: reporter, environment: environment)
            guard !invocation.words.isEmpty else { return NiclShell(session: session).run() }
            try session.run(invocation.words)
            return .success
        } catch {
            environment.output.flush()
            reporter.report(error)
            return error.exit
        }
    }

    /// Makes the database if the command line asks for one; returns whether there is nothing else to do.
    private static func create(
        _ invocation: NiclInvocation, _ environment: ToolEnvironment
    ) throws(NiclFailure) -> Bool {
        let isAll = invocation.words.count == 1 && invocation.words.first.flatMap { NiclCommand($0) } == .create
        guard isAll || invocation.createsDatabase else { return false }
        guard invocation.isRaw else { throw .misuse("Can't create a NetInfo domain") }
        guard !invocation.isReadOnly else { throw NiclFailure("create", .writeAccessRestricted) }
        if invocation.isDryRun, OfflineFolder(invocation.datasource).isMissing {
            environment.output.write("would create database \(invocation.datasource)\n")
            return true
        }
        if !invocation.isDryRun { try RawDatastore.create(invocation) }
        return isAll
    }

    private static func open(
        _ invocation: NiclInvocation, _ reporter: NiclReporter, _ environment: ToolEnvironment
    ) throws(NiclFailure) -> any Datastore {
        if invocation.isRaw { return try RawDatastore.open(invocation) }
        let failure: ToolFailure
        do throws(ToolFailure) {
            let login = try PasswordSource(settings: invocation.settings, environment: environment).login()
            return try ServerDatastore(invocation, login: login)
        } catch { failure = error }
        return try refuse(failure, invocation, reporter)
    }

    /// Says why a domain cannot be opened: first as all tools do, then as this one does.
    private static func refuse(
        _ failure: ToolFailure, _ invocation: NiclInvocation, _ reporter: NiclReporter
    ) throws(NiclFailure) -> any Datastore {
        guard failure.status != nil || !failure.explanation.bytes.isEmpty else {
            throw NiclFailure("nicl: \(failure.message ?? "")", exit: failure.exit)
        }
        if !reporter.diagnostics.usesJSON { reporter.diagnostics.report(failure) }
        throw NiclFailure("open(\(invocation.datasource))", .invalidDatastore)
    }
}
