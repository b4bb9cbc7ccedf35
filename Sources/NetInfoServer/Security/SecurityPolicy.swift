/// What the server lets its callers do, one value for each hole of the original (`protocol.md` 9.3).
///
/// `SecuritySetting.all` says what each is called, what it can be, and what the two profiles make of it.
package struct SecurityPolicy: Hashable, Sendable {
    /// Properties whose values are shown only to those who need them (S1).
    package var withheld = ["passwd", "_shadow_passwd"]
    package var readAll = ReadAll.clones
    package var readFrom = ReadFrom.attached
    /// Networks trusted for every domain, beside those that a domain lists itself (S2).
    package var trustedNetworks: [Network] = []
    package var lowPortRoot = LowPortRoot.protected
    package var passwordsFrom = PasswordsFrom.trusted
    package var emptyPasswords = EmptyPasswords.local
    /// Wrong passwords a minute from one address or for one user; more are refused unread. 0 means any number (S8).
    package var loginFailures = 10
    /// Milliseconds before a wrong password is answered (S8).
    package var loginDelay = 1000
    /// Whether a user named root is the superuser whatever its uid (S10).
    package var rootByName = false
    package var maintenanceCalls = MaintenanceCalls.restricted
    package var binderChanges = BinderChanges.localRoot
    package var registrations = Registrations.checked
    package var destroyedDomains = DestroyedDomains.trash
    /// Whether whoever answers a broadcast may become the parent (S15).
    package var broadcastBinding = false
    package var relayedCalls = RelayedCalls.searches
    /// Relayed calls a second from one address; 0 means any number (S16).
    package var relayRate = 20
    package var strangerDatagrams = StrangerDatagrams.silent
    /// Kibibytes of one request (S17).
    package var requestLimit = 8192
    /// Mebibytes of the properties of one domain; 0 means any number (S17).
    package var domainLimit = 1024
    /// Mebibytes held for all connections together (S17).
    package var memoryLimit = 256
    /// Open connections (S18).
    package var connections = 10_000
    /// Open connections of one address (S18).
    package var connectionsPerAddress = 512
    package var statisticsFor = StatisticsFor.trusted
    package var lockedDirectories = LockedDirectories.honoured

    /// The hardened profile.
    package init() {}

    /// Safe unless an administrator says otherwise.
    package static let hardened = SecurityPolicy()

    /// The rules of the original server.
    package static let original: SecurityPolicy = {
        var policy = SecurityPolicy()
        for setting in SecuritySetting.all { try? setting.apply(setting.original, &policy) }
        return policy
    }()

    /// The policy that a profile stands for.
    package init(_ profile: DaemonConfiguration.Security) {
        self = profile == .hardened ? .hardened : .original
    }
}

extension SecurityPolicy {
    /// Who may fetch a whole domain (S1).
    package enum ReadAll: String, CaseIterable, Sendable { case clones, everyone }

    /// From where a domain without `trusted_networks` may be read (S2).
    package enum ReadFrom: String, CaseIterable, Sendable { case attached, anywhere }

    /// When a low source port on this host proves root (S4).
    package enum LowPortRoot: String, CaseIterable, Sendable { case protected, always, never }

    /// From where passwords are taken (S6).
    package enum PasswordsFrom: String, CaseIterable, Sendable { case trusted, anywhere }

    /// From where a user without a password may write (S7).
    package enum EmptyPasswords: String, CaseIterable, Sendable { case refused, local, anywhere }

    /// Who may send RESYNC, and whose RPARENT may start a search (S11).
    package enum MaintenanceCalls: String, CaseIterable, Sendable { case restricted, everyone }

    /// Who may change the binder's registry (S12).
    package enum BinderChanges: String, CaseIterable, Sendable {
        case localRoot = "local-root"
        case rootPassword = "root-password"
    }

    /// What REGISTER takes (S13).
    package enum Registrations: String, CaseIterable, Sendable { case checked, unchecked }

    /// What becomes of the data of a destroyed domain (S14).
    package enum DestroyedDomains: String, CaseIterable, Sendable { case trash, removed }

    /// What the portmapper relays (S16).
    package enum RelayedCalls: String, CaseIterable, Sendable {
        case searches
        case searchesAndPings = "searches-and-pings"
    }

    /// What datagrams from networks that are not trusted are answered with (S16).
    package enum StrangerDatagrams: String, CaseIterable, Sendable {
        case silent
        case noLarger = "no-larger"
        case answered
    }

    /// Who is told everything that STATISTICS says (S20).
    package enum StatisticsFor: String, CaseIterable, Sendable { case trusted, everyone }

    /// Whether `_locked` makes a directory read-only.
    package enum LockedDirectories: String, CaseIterable, Sendable { case honoured, ignored }
}
