import ArgumentParser
import NetInfoStore

/// `netinfo status`: says whether a server runs on a store, what it serves, and how safe it is.
struct StatusCommand: VerbCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell what the running server serves, and with --security how it treats callers.",
        discussion: """
            Ends with 0 when a server runs on the store and answers, and with 1 otherwise. Needs the rights of root or \
            of the server's user, since the store is readable by nobody else.
            """)

    @Option(help: "The store of the server.", completion: .directory)
    var store = "/var/lib/netinfo"

    @Option(help: "Tell of this domain only.")
    var tag: String?

    @Flag(help: "Tell every setting of the security, with the values that the profiles have.")
    var security = false

    @Flag(help: "Print everything as JSON.")
    var json = false

    var reportsJSON: Bool { json }

    func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
        var report = StatusReport(try ServerState(store: store))
        if let tag { try report.limit(to: tag) }
        environment.output.write(json ? report.json : security ? report.securityText : report.text)
        return report.state.answers ? .success : .failure
    }
}
