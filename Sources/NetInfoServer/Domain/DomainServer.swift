import Glibc
package import Logging
import NetInfoProtocol
package import NetInfoStore
package import ONCRPC
package import XDR

/// Serves one domain as `NI_PROG` version 2. Lives on the event loop's thread.
package final class DomainServer: RPCProgram {
    package let number = NIProgram.directory
    package let version = NIProgram.directoryVersion

    /// The domain that is served.
    package let domain: Domain

    let host: ServerHost
    let logger: Logger
    /// Where changes and refusals are kept account of, if they are.
    package let audit: AuditTrail?
    var acceptedLogins: UInt64 = 0
    var rejectedLogins: UInt64 = 0
    var statistics = ProcedureStatistics()
    var permitted: UInt64 = 0
    var denied: UInt64 = 0
    let parent: ParentBinding
    var trust = TrustedNetworks()
    /// Connections on which a password is being looked at or a refusal waits: they start no further write meanwhile.
    var waitingLogins: Set<ConnectionID> = []

    /// A server of `domain` on this host.
    package init(domain: Domain, host: ServerHost, logger: Logger, audit: AuditTrail? = nil) {
        self.domain = domain
        self.audit = audit
        self.host = host
        var logger = logger
        logger[metadataKey: "domain"] = "\(domain.tag)"
        self.logger = logger
        parent = ParentBinding(tag: domain.tag, host: host, logger: logger)
    }

    package func accepts(_ peer: PeerAddress) -> Bool {
        if admits(peer) { return true }
        auditRefusal(.connection, of: peer, .text("its network is not trusted"))
        host.refuseNetwork(peer, domain: domain.tag)
        return false
    }

    package func isPipelined(_ procedure: UInt32, on connection: ConnectionID) -> Bool {
        guard NIProcedure(rawValue: procedure)?.isWrite ?? false else { return false }
        return waitingLogins.isEmpty || !waitingLogins.contains(connection)
    }

    package func handle(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        if !call.isStream, call.procedure != NIProcedure.ping.rawValue, call.procedure != NIProcedure.bind.rawValue {
            return .tooWeak
        }
        guard let procedure = NIProcedure(rawValue: call.procedure) else { return .procedureUnavailable }
        guard !call.isStream || accepts(call.peer) else { return .disconnected }
        let start = Self.now
        let outcome = perform(procedure, call, &reply)
        let elapsed = Self.now &- start
        statistics.note(procedure, elapsed)
        if elapsed > Self.slow { logSlow(procedure, elapsed, call.peer) }
        return outcome
    }

    /// Calls that take longer are logged: nanoseconds.
    static let slow: UInt64 = 100_000_000

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    func logSlow(_ procedure: NIProcedure, _ nanoseconds: UInt64, _ peer: PeerAddress) {
        logger.warning(
            "slow call",
            metadata: [
                "procedure": "\(procedure)", "milliseconds": "\(nanoseconds / 1_000_000)", "peer": "\(peer)",
            ])
    }

    private func perform(
        _ procedure: NIProcedure, _ call: RPCCall, _ reply: inout XDRWriter
    ) -> RPCOutcome {
        var arguments = XDRReader(call.arguments)
        arguments.namesEndAtNUL = true
        do throws(XDRError) {
            if procedure.isWrite { return try write(procedure, call, &arguments, &reply) }
            switch procedure {
            case .ping: return .success
            case .statistics: return reportStatistics(call, &reply)
            case .rparent: return parent.answer(call, domain, maySearch: maySearch(call.peer), &reply)
            case .bind: return try bind(&arguments)
            case .readall: return try readAll(call, &arguments, &reply)
            case .crashed:
                _ = try arguments.readUInt32()
                return .success
            case .resync: return resync(call, &reply)
            default: return try read(procedure, call.peer, &arguments, &reply)
            }
        } catch {
            return .garbageArguments
        }
    }
}
