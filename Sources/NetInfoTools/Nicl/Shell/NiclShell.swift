/// Reads commands and runs them: from a terminal, from a pipe, or from a file (`tools.md` 6.7).
struct NiclShell {
    let session: NiclSession

    private var environment: ToolEnvironment { session.environment }

    /// Runs everything that comes in. Failures are reported and end nothing, unless the session is to stop on them.
    func run() -> ExitStatus {
        session.isShell = true
        guard environment.isInteractive else {
            return run { environment.readLine() }
        }
        let editor = NiclLineEditor(session)
        let status = run { editor?.readLine() ?? nil }
        editor?.close()
        environment.output.write("Goodbye\n")
        return status
    }

    /// Runs the lines that `next` returns, until there are no more.
    private func run(_ next: () -> [UInt8]?) -> ExitStatus {
        while !session.hasEnded, let line = next() {
            do throws(NiclFailure) {
                try session.runLine(line)
            } catch {
                environment.output.flush()
                session.reporter.report(error)
                if session.invocation.stopsOnError { return error.exit }
            }
            if environment.isInteractive { environment.output.flush() }
        }
        return .success
    }
}
