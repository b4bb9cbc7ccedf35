package import Logging
package import NetInfoStore

/// Everything that can be set for `netinfod`.
package struct DaemonConfiguration: Sendable {
    /// How callers are trusted.
    package enum Security: String, CaseIterable, Sendable { case hardened, original }

    /// Who answers on port 111.
    package enum PortmapperChoice: String, CaseIterable, Sendable { case auto, system, builtin, off }

    /// The form of log lines.
    package enum LogFormat: String, CaseIterable, Sendable { case plain, json }

    /// Where the domains are kept.
    package var store = "/var/lib/netinfo"
    /// Addresses to serve on; empty means all.
    package var listen: [String] = []
    /// The port of the binder and the primary domain; 0 takes any free one.
    package var port: UInt16 = 766
    /// The port of the domain `local` on 127.0.0.1; nil for none.
    package var localPort: UInt16? = 1033
    /// The folder of Unix-domain sockets; nil for none.
    package var socketFolder: String?
    /// Whom the server runs as, by name or number; nil for `netinfo` if root starts it and there is such a user.
    package var user: String?
    /// The tag of the primary domain; nil lets the store decide.
    package var primary: String?
    package var portmapper = PortmapperChoice.auto
    /// A domain to make when the store has none of that tag.
    package var create: String?
    /// The profile that `policy` started from.
    package var security = Security.hardened
    /// What callers may do: the profile, and the settings that differ from it.
    package var policy = SecurityPolicy.hardened
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.plain
    /// What is kept account of.
    package var audit = AuditSettings()
    /// A file to write the ports to once everything answers.
    package var readyFile: String?

    package init() {}

    /// The tag of the domain that a first start makes.
    package static let defaultTag = "network"

    /// The folder of Unix-domain sockets unless another one is named, or the port is 0.
    package static let defaultSocketFolder = "/run/netinfo"
}

/// A mistake in the configuration: where, what, and what would be right.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
