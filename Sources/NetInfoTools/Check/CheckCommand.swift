import ArgumentParser
import NetInfoStore

/// `netinfo check`: says whether a store is in order, and mends it.
struct CheckCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a store: its indices, its property lists, and whether they agree.",
        discussion: """
            Ends with 0 when everything is in order and with 1 when something is wrong. Without --repair nothing is \
            changed, and a running server is no obstacle.
            """)

    @Option(help: "The store to check.", completion: .directory)
    var store = "/var/lib/netinfo"

    @Option(help: "Check this domain only.")
    var tag: String?

    @Flag(help: "Mend what is wrong. What is replaced is kept aside. The server must be stopped.")
    var repair = false

    @Flag(help: "Print everything as JSON.")
    var json = false

    var reportsJSON: Bool { json }

    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
        let progress = ProgressLine(environment)
        defer { progress.clear() }
        do throws(StoreError) {
            let outcome = try examine(progress)
            progress.clear()
            let report = CheckReport(outcome)
            environment.output.write(json ? report.json : report.text)
            return outcome.after.isSound ? .success : .failure
        } catch { throw ToolFailure("\(error.description)", exit: .failure) }
    }

    private func examine(_ progress: ProgressLine) throws(StoreError) -> StoreRepair.Outcome {
        guard repair else {
            let report = try StoreCheck(store: store, tag: tag).run {
                progress.update("checking", $0, of: $1, "directories")
            }
            return StoreRepair.Outcome(before: report, actions: [], after: report)
        }
        return try StoreRepair(store: store, tag: tag).run { progress.update("checking", $0, of: $1, "directories") }
    }
}
