import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// What the binder keeps account of.
extension Binder {
    /// Notes what came of a change of the registry.
    func audit(_ change: RegistryChange, _ status: NIStatus) {
        guard let audit = host.auditing?.host else { return }
        guard change.proof != .none else {
            var caller = AuditCaller(change.peer, change.uid == nil ? .anonymous : .claimed)
            caller.uid = change.uid
            host.tally.note(audit, .binder(change.procedure), caller, .status(status)) {
                $0.subject = .domain(change.tag)
            }
            return
        }
        let caller = AuditCaller(change.peer, IdentifiedWriter(.superuser, change.proof))
        audit.note([
            AuditEvent(
                caller: caller, action: .binder(change.procedure), subject: .domain(change.tag),
                outcome: .status(status))
        ])
    }

    /// Notes that a caller was not let in.
    func auditRefusal(of peer: PeerAddress) {
        guard let audit = host.auditing?.host else { return }
        host.tally.note(
            audit, .connection, AuditCaller(peer, .anonymous), .text("its network is not trusted"))
    }
}
