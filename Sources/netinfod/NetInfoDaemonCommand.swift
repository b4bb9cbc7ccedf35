import ArgumentParser
import Foundation
import Logging
import NetInfoServer
import ONCRPC

/// The command line of the daemon.
@main
struct NetInfoDaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netinfod",
        abstract: "Serve NetInfo domains to NeXT and Mac OS X machines.",
        discussion: """
            Runs in the foreground and logs to standard error. SIGTERM and SIGINT stop it cleanly; SIGHUP makes it take \
            in property lists that were edited, and look for its parent anew. Every option can also stand in the \
            configuration file, or in the environment as NETINFOD_PORT and so on; the command line wins.
            """,
        version: "netinfod (netinfo-suite) \(NetInfoVersion.number)")

    @Option(help: "Read settings from this property list (default: \(ConfigurationSources.defaultFile)).")
    var config: String?

    @Option(help: "Keep the domains in this folder (default: /var/lib/netinfo).")
    var store: String?

    @Option(help: "Serve on this address; several with commas (default: all).")
    var listen: String?

    @Option(help: "Port of the binder and the primary domain; 0 takes a free one (default: 766).")
    var port: String?

    @Option(help: "Port on 127.0.0.1 of the domain 'local', or off (default: 1033).")
    var localPort: String?

    @Option(help: "Folder of Unix-domain sockets for programs of this host, or off (default: /run/netinfo).")
    var socketFolder: String?

    @Option(help: "User to run as when root starts it, by name or number (default: netinfo, if there is one).")
    var user: String?

    @Option(help: "Tag of the domain that shares the binder's port (default: network).")
    var primary: String?

    @Option(help: "Who serves port 111: auto, system (rpcbind), builtin or off (default: auto).")
    var portmapper: String?

    @Option(help: "Create a domain of this tag if the store has none.")
    var create: String?

    @Option(help: "How callers are trusted: hardened or original (default: hardened).")
    var security: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set one key of the configuration file, such as read-from=anywhere; may be given again.",
            valueName: "KEY=VALUE"))
    var settings: [String] = []

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: info).")
    var logLevel: String?

    @Option(help: "plain or json (default: plain).")
    var logFormat: String?

    @Option(help: "Write the ports as JSON to this file once everything answers.")
    var readyFile: String?

    @Flag(help: "Check the configuration, say what is wrong with it, and exit.")
    var checkConfig = false

    private static let signals = [SIGTERM, SIGINT, SIGHUP]

    /// Blocks the signals and gives up privileges before any other thread exists: the event loop gets the signals, and
    /// nobody dies of them, and no thread keeps what the others have not.
    static func main() {
        SignalSource.block(signals)
        Privilege.shed()
        main(nil)
    }

    func run() throws {
        let sources = ConfigurationSources(
            file: config, overrides: overrides, environment: ProcessInfo.processInfo.environment)
        do {
            let configuration = try sources.loadWaiting()
            let privilege = try Privilege(configuration)
            try privilege.requireSafe(configuration: sources.path)
            if checkConfig {
                print("netinfod: the configuration is right (\(sources.origin))")
                return
            }
            try privilege.take(configuration)
            try serve(configuration, privilege)
        } catch let error as ConfigurationError {
            fail("\(error)", code: 78)
        } catch let error as DaemonError {
            fail("\(error)", code: 1)
        }
    }

    private func serve(_ configuration: DaemonConfiguration, _ privilege: Privilege) throws {
        let logger = Logger(label: "netinfod") { label in
            LineLogHandler(label: label, level: configuration.logLevel, format: configuration.logFormat)
        }
        privilege.explain(logger)
        let daemon = try Daemon(configuration, logger: logger)
        try daemon.watchSignals(Self.signals, reload: overrides)
        try daemon.announce()
        daemon.run()
    }

    private var overrides: [String: String] {
        let options: [String: String?] = [
            "store": store, "listen": listen, "port": port, "local-port": localPort,
            "socket-folder": socketFolder, "user": user, "primary": primary, "portmapper": portmapper, "create": create,
            "security": security, "log-level": logLevel, "log-format": logFormat, "ready-file": readyFile,
        ]
        return options.compactMapValues { $0 }.merging(pairs) { option, _ in option }
    }

    /// What `--set` gives.
    private var pairs: [String: String] {
        let pairs = settings.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        return Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { $1 }
    }

    func validate() throws {
        for setting in settings {
            let key = String(setting.prefix { $0 != "=" })
            guard setting.contains("="), ConfigurationSources.keys.contains(key) else {
                throw ValidationError(
                    "--set \(setting): give one of the keys of netinfod.plist(5) and a value, as in read-from=anywhere")
            }
        }
    }

    private func fail(_ message: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("netinfod: \(message)\n".utf8))
        Foundation.exit(code)
    }
}
