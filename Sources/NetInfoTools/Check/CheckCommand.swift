import ArgumentParser
import Foundation
import NetInfoStore

/// `netinfo check`: says whether a store is in order, and mends it; or says which passwords are not.
struct CheckCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a store: its indices, its property lists, and whether they agree; or its passwords.",
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

    @Flag(
        help: """
            Look at the passwords of the users instead: none, DES and other weak hashes, and such as are found at once. \
            Neither hashes nor passwords are printed.
            """)
    var passwords = false

    @Option(help: "With --passwords: a database folder to look at in place of a store.", completion: .directory)
    var database: String?

    @Option(help: "With --passwords: how long passwords are tried, in seconds (default: 5).")
    var trySeconds: Int?

    @Flag(help: "Print everything as JSON.")
    var json = false

    private static let defaultSeconds = 5

    var reportsJSON: Bool { json }

    func validate() throws {
        if passwords, repair { throw ValidationError("--repair and --passwords do not go together") }
        if !passwords, database != nil || trySeconds != nil {
            throw ValidationError("--database and --try-seconds are for --passwords")
        }
        if database != nil, tag != nil { throw ValidationError("--tag and --database do not go together") }
        if let trySeconds, !(0...1_000_000).contains(trySeconds) {
            throw ValidationError("--try-seconds must be between 0 and 1000000")
        }
    }

    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
        let progress = ProgressLine(environment)
        defer { progress.clear() }
        do throws(StoreError) {
            if passwords { return try lookAtPasswords(in: environment, progress) }
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

    private func lookAtPasswords(
        in environment: ToolEnvironment, _ progress: ProgressLine
    ) throws(StoreError) -> ExitStatus {
        let audit = PasswordAudit(places: try places(), limit: .seconds(trySeconds ?? Self.defaultSeconds))
        let domains = audit.run { progress.update("trying passwords", $0, of: $1, "hashes") }
        progress.clear()
        let report = PasswordReport(place: database ?? store, domains: domains)
        environment.output.write(json ? report.json : report.text)
        return report.isSound ? .success : .failure
    }

    private func places() throws(StoreError) -> [PasswordAudit.Place] {
        if let database {
            let name = URL(fileURLWithPath: database).standardizedFileURL.deletingPathExtension().lastPathComponent
            return [PasswordAudit.Place(tag: name, folder: database)]
        }
        return try StoreCheck(store: store, tag: tag).tags().map {
            PasswordAudit.Place(tag: $0, folder: "\(store)/nodes/\($0)")
        }
    }
}
