package import Logging
package import NetInfoStore

/// What the audits of one store have in common.
package struct Auditing: Sendable {
    private let settings: AuditSettings
    private let store: String
    private let secrets: [String]
    private let logger: Logger

    /// The audit of what concerns no domain: the binder's registry, and connections that were not taken.
    package let host: AuditTrail

    /// Keeps account in the folders of the store at `store`; nil when that is switched off.
    package init?(_ settings: AuditSettings, store: String, policy: SecurityPolicy, logger: Logger) {
        guard settings.isOn else { return nil }
        self.settings = settings
        self.store = store
        self.logger = logger
        secrets = policy.withheld
        host = AuditTrail(
            folder: AuditFolder(of: nil, store: store).path, settings: settings, secrets: policy.withheld,
            logger: logger)
    }

    /// The audit of a domain.
    package func trail(of tag: String) -> AuditTrail {
        AuditTrail(
            folder: AuditFolder(of: tag, store: store).path, settings: settings, secrets: secrets, logger: logger)
    }
}
