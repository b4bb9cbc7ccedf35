import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC
import XDR

/// A write that waits for the disk: whom to answer, and with what.
package struct PendingWrite: Sendable {
    let ticket: ReplyTicket
    let procedure: NIProcedure
    let peer: PeerAddress
    let started: UInt64
    /// The status and what follows it; filled in while the domain is locked.
    let results: [UInt8]
    /// What is kept account of once it is known what became of the write.
    let audit: AuditEvent?
}

/// The writing procedures. Their reply is deferred until the change is durable.
extension DomainServer {
    func write(
        _ procedure: NIProcedure, _ call: RPCCall, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let write = ReceivedWrite(try WriteRequest(procedure, from: &arguments), procedure, call)
        switch attempt(write, isRetry: false) {
        case .later, .held: return .deferred
        case .now(let status):
            reply.write(status.rawValue)
            return .success
        }
    }

    /// When a write is answered.
    private enum Answer {
        /// With a failure, at once.
        case now(NIStatus)
        /// By its ticket, once it is on the disk.
        case later
        /// By its ticket, once a password has been looked at or a refusal was held back for long enough. Its connection
        /// starts no further write meanwhile.
        case held
    }

    private func attempt(_ write: ReceivedWrite, isRetry: Bool) -> Answer {
        if let proof = host.localRootProof(write.peer) {
            return carryOut(write, IdentifiedWriter(.superuser, proof))
        }
        host.explainLowPort(write.peer)
        guard let login = write.login else { return carryOut(write, IdentifiedWriter(.anonymous, .none)) }
        return authenticate(login, write, isRetry: isRetry)
    }

    private func carryOut(_ write: ReceivedWrite, _ writer: IdentifiedWriter) -> Answer {
        do throws(NIStatus) {
            try apply(write, writer)
            permitted += 1
            host.noteWrite(domain)
            return .later
        } catch {
            if error == .permissionDenied { denied += 1 }
            auditRefusal(of: write, AuditCaller(write.peer, writer), error)
            logger.debug(
                "refused a write", metadata: ["peer": "\(write.peer)", "status": "\(error.rawValue)"])
            return .now(error)
        }
    }

    private func apply(_ write: ReceivedWrite, _ identified: IdentifiedWriter) throws(NIStatus) {
        var writer = Writer(identified.writer)
        writer.obeysLocks = host.policy.lockedDirectories == .honoured
        writer.mayUnlock = identified.proof == .lowPort || identified.proof == .socket
        writer.withheld = withheld(from: write.peer)
        let limit = host.policy.domainLimit << 20
        let isAudited = audit != nil
        try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            var results = XDRWriter(capacity: 32)
            results.write(NIStatus.ok.rawValue)
            let before = tree.propertyBytes
            try write.request.perform(on: &tree, by: writer, &change, &results)
            if limit > 0, tree.propertyBytes > max(limit, before) { throw .noSpace }
            return PendingWrite(
                ticket: write.ticket, procedure: write.procedure, peer: write.peer, started: Self.now,
                results: results.bytes(), audit: isAudited ? AuditEvent(write, identified, change, tree) : nil)
        }
    }

    // MARK: Passwords

    private func authenticate(_ login: Login, _ write: ReceivedWrite, isRetry: Bool) -> Answer {
        guard host.policy.passwordsFrom == .anywhere || trusts(write.peer) else {
            rejectedLogins += 1
            host.refusals.note(
                write.peer, "a password from a network that is not trusted",
                remedy:
                    "anybody on the way can read it: come through a tunnel or log in to this host; or list the network "
                    + "in trusted_networks, or set passwords-from to anywhere", domain: domain.tag)
            auditRefusal(of: write, AuditCaller(write.peer, claiming: login), .permissionDenied)
            return .now(.permissionDenied)
        }
        let judge = WriterAuthentication(
            policy: host.policy, isLocal: host.interfaces.isOwn(write.peer.host), answer: host.passwords.answer)
        do throws(NIStatus) {
            let verdict = try domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
                try judge.judge(login, &tree)
            }
            switch verdict {
            case .identified(let writer):
                if isRetry { host.limiter.forgive(write.peer, uid: login.uid, domain: domain.tag) }
                acceptedLogins += 1
                return carryOut(write, writer)
            case .refused(let status, let reason):
                explain(reason, login, write.peer)
                return reject(write, status)
            case .open(let questions): return ask(questions, login, write, isRetry: isRetry)
            }
        } catch {
            // Also for users that do not exist: who tries numbers should not learn them faster.
            return reject(write, error)
        }
    }

    private func ask(
        _ questions: [PasswordQuestion], _ login: Login, _ write: ReceivedWrite, isRetry: Bool
    ) -> Answer {
        let host = host
        guard isRetry || host.limiter.admit(write.peer, uid: login.uid, domain: domain.tag, at: EventLoop.now)
        else {
            host.refusals.note(
                write.peer, "too many wrong passwords from this address or for uid \(login.uid)",
                remedy: "more than login-failures in a minute; wait, or write as root on this host",
                domain: domain.tag)
            return reject(write, .authenticationError)
        }
        let isTaken = host.passwords.ask(questions, size: write.size) { [self] in
            let answer = attempt(write, isRetry: true)
            host.passwords.forgetWrong(questions)
            switch answer {
            case .now(let status): respond(write, status)
            case .later: waitingLogins.remove(write.ticket.connection)
            case .held: break
            }
        }
        guard isTaken else {
            if !isRetry { host.limiter.forgive(write.peer, uid: login.uid, domain: domain.tag) }
            return .now(.masterBusy)
        }
        waitingLogins.insert(write.ticket.connection)
        return .held
    }

    /// A wrong password: answered after a while, so that guessing takes its time.
    private func reject(_ write: ReceivedWrite, _ status: NIStatus) -> Answer {
        rejectedLogins += 1
        auditRefusal(of: write, AuditCaller(write.peer, claiming: write.login), status)
        logger.debug(
            "refused a password", metadata: ["peer": "\(write.peer)", "uid": "\(write.login?.uid ?? 0)"])
        guard host.policy.loginDelay > 0 else { return .now(status) }
        waitingLogins.insert(write.ticket.connection)
        host.loop.schedule(after: Double(host.policy.loginDelay) / 1000) { [self] _ in
            respond(write, status)
        }
        return .held
    }

    private func respond(_ write: ReceivedWrite, _ status: NIStatus) {
        waitingLogins.remove(write.ticket.connection)
        host.loop.answer([.init(ticket: write.ticket, outcome: .success, results: status.encoded)])
    }

    private func explain(_ reason: WriterAuthentication.Reason, _ login: Login, _ peer: PeerAddress) {
        switch reason {
        case .plain: break
        case .shadowHash:
            host.refusals.note(
                peer, "the account of uid \(login.uid) keeps its password in a shadow file, which is not supported",
                remedy: "give it a password here: niutil -passwd -t --force localhost/\(domain.tag) /users/NAME",
                domain: domain.tag)
        case .emptyPassword:
            host.refusals.note(
                peer, "the account of uid \(login.uid) has no password",
                remedy: "give it one: niutil -passwd -t localhost/\(domain.tag) /users/NAME; or set empty-passwords, "
                    + "which uid 0 gets only from 'anywhere'", domain: domain.tag)
        }
    }
}
