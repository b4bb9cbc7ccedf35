package import Logging
import NetInfoDirectory
import NetInfoProtocol
package import NetInfoStore
package import ONCRPC

/// What the programs of one server share. Lives on the event loop's thread.
package final class ServerHost {
    package let interfaces: HostInterfaces
    package let loop: EventLoop
    package let logger: Logger

    /// The domains of this host, by tag.
    package let registry = DomainRegistry()

    /// What callers may do.
    package let policy: SecurityPolicy
    let withheld: WithheldProperties?
    let lowPorts: LowPorts
    let refusals: RefusalLog
    package let tally: RefusalTally
    /// Where changes and refusals are kept account of; nil when they are not.
    package var auditing: Auditing?
    let passwords: PasswordQueue
    var limiter: LoginLimiter

    /// When the server started, on the loop's clock.
    let started = EventLoop.now

    /// The addresses a new domain lists for this host: those of interfaces that are up, or loopback when none is.
    var ownAddresses: [String] {
        let external = interfaces.external.map { "\($0.address)" }
        return external.isEmpty ? ["\(HostAddress.loopback)"] : external
    }

    private var written: [Domain] = []

    package init(
        loop: EventLoop, logger: Logger, policy: SecurityPolicy, interfaces: HostInterfaces = HostInterfaces(),
        lowPorts: LowPorts = LowPorts()
    ) {
        self.loop = loop
        self.policy = policy
        self.lowPorts = lowPorts
        withheld = WithheldProperties(policy.withheld.map { Array($0.utf8) })
        refusals = RefusalLog(logger: logger)
        tally = RefusalTally(loop: loop)
        passwords = PasswordQueue(loop: loop)
        limiter = LoginLimiter(failures: policy.loginFailures)
        self.interfaces = interfaces
        self.logger = logger
        loop.onTurnEnd = { [unowned self] in flushWrites() }
    }

    /// Notes that a domain has writes to commit once the events of this wake-up are handled: whatever came in
    /// together becomes durable together.
    func noteWrite(_ domain: Domain) {
        if !written.contains(where: { $0 === domain }) { written.append(domain) }
    }

    private func flushWrites() {
        guard !written.isEmpty else { return }
        for domain in written { domain.flush() }
        written.removeAll(keepingCapacity: true)
    }

    /// A commit handler that answers the writes of a batch through the loop's mailbox, and notes them after that.
    package static func commitHandler(
        for mailbox: LoopMailbox, logger: Logger, audit: AuditTrail? = nil
    ) -> Domain.CommitHandler {
        { writes in
            let now = DomainServer.now
            var events: [AuditEvent] = []
            if audit != nil { events.reserveCapacity(writes.count) }
            mailbox.complete(
                writes.compactMap { token, status in
                    guard let write = token as? PendingWrite else {
                        if audit != nil, let edit = token as? HandEdit { events.note(AuditEvent(edit), status) }
                        return nil
                    }
                    write.logIfSlow(at: now, logger)
                    events.note(write.audit, status)
                    let results = status == .ok ? write.results : status.encoded
                    return LoopMailbox.Completion(ticket: write.ticket, outcome: .success, results: results)
                })
            audit?.note(events)
        }
    }
}

extension [AuditEvent] {
    /// Adds an event of which it is known now what came of it.
    fileprivate mutating func note(_ event: AuditEvent?, _ status: NIStatus) {
        guard var event else { return }
        if status != .ok { event.outcome = .status(status) }
        append(event)
    }
}
