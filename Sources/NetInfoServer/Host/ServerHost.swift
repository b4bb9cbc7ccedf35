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

    /// A commit handler that answers the writes of a batch through the loop's mailbox.
    package static func commitHandler(for mailbox: LoopMailbox, logger: Logger) -> Domain.CommitHandler {
        { writes in
            let now = DomainServer.now
            mailbox.complete(
                writes.compactMap { token, status in
                    guard let write = token as? PendingWrite else { return nil }
                    write.logIfSlow(at: now, logger)
                    let results = status == .ok ? write.results : status.encoded
                    return LoopMailbox.Completion(ticket: write.ticket, outcome: .success, results: results)
                })
        }
    }
}
