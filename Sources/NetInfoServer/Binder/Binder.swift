import Logging
package import NetInfoProtocol
import NetInfoStore
package import ONCRPC
package import XDR

/// What the binder asks of the process it lives in.
package protocol DomainLifecycle: AnyObject {
    /// Makes and serves a new domain; `completion` is called on the loop's thread.
    func createDomain(_ tag: String, completion: @escaping (NIStatus) -> Void)

    /// Stops serving a domain and removes its data; `completion` is called on the loop's thread.
    func destroyDomain(_ tag: String, completion: @escaping (NIStatus) -> Void)
}

/// The registry of this host's domains as `NIBIND_PROG` version 1 (`protocol.md` 6).
package final class Binder: RPCProgram {
    package let number = NIProgram.binder
    package let version = NIProgram.binderVersion

    let host: ServerHost
    private unowned let lifecycle: any DomainLifecycle

    package init(host: ServerHost, lifecycle: any DomainLifecycle) {
        self.host = host
        self.lifecycle = lifecycle
    }

    package func accepts(_ peer: PeerAddress) -> Bool {
        if host.admitsToBinder(peer) { return true }
        auditRefusal(of: peer)
        host.refuseNetwork(peer)
        return false
    }

    package func handle(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        guard !call.isStream || accepts(call.peer) else { return .disconnected }
        let procedure = NIBinderProcedure(rawValue: call.procedure)
        if !call.isStream, !Self.isServedOverUDP(procedure) { return .tooWeak }
        guard let procedure else { return .procedureUnavailable }
        var arguments = XDRReader(call.arguments)
        do throws(XDRError) {
            switch procedure {
            case .ping: return .success
            case .getregister: return try getRegister(call, &arguments, &reply)
            case .listreg: return listRegistrations(&reply)
            case .bind: return try bind(call, &arguments)
            default: return try change(procedure, call, &arguments, &reply)
            }
        } catch {
            return .garbageArguments
        }
    }

    private static func isServedOverUDP(_ procedure: NIBinderProcedure?) -> Bool {
        switch procedure {
        case .ping, .getregister, .listreg, .bind: true
        default: false
        }
    }

    // MARK: Open to all

    private func getRegister(
        _ call: RPCCall, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        // Over UDP the original reads a request without arguments as one for the empty tag.
        let asked = !call.isStream && call.arguments.isEmpty ? [] : try arguments.readName()
        guard let entry = host.registry.entry(host.registry.resolve(asked, for: call.peer.host)) else {
            reply.write(NIStatus.noTag.rawValue)
            return .success
        }
        let result = Self.result(entry.ports)
        if entry.server != nil {
            reply.append(result)
            return .success
        }
        let ticket = call.ticket
        ask(entry, NIProcedure.ping.rawValue, []) { [host] isAlive in
            let results = isAlive ? result : NIStatus.noResponse.encoded
            host.loop.answer([.init(ticket: ticket, outcome: .success, results: results)])
        }
        return .deferred
    }

    private static func result(_ ports: DomainPorts) -> [UInt8] {
        var writer = XDRWriter(capacity: 16)
        for word in [NIStatus.ok.rawValue, ports.udp, ports.tcp] { writer.write(word) }
        return writer.bytes()
    }

    /// Asks a server that is not ours, on this host, over UDP.
    private func ask(
        _ entry: DomainRegistry.Entry, _ procedure: UInt32, _ arguments: [UInt8],
        completion: @escaping (Bool) -> Void
    ) {
        guard let port = UInt16(exactly: entry.ports.udp),
            let query = try? DatagramQuery(
                to: PeerAddress(host: .loopback, port: port), program: NIProgram.directory,
                version: NIProgram.directoryVersion, procedure: procedure, arguments: arguments)
        else {
            completion(false)
            return
        }
        query.start(on: host.loop) { completion($0 != nil) }
    }

    /// LISTREG. No more than 32 fit into a reply (`protocol.md` 1.2); the first ones are what a client can be told.
    private func listRegistrations(_ reply: inout XDRWriter) -> RPCOutcome {
        let entries = host.registry.entries.prefix(NILimit.registrations)
        reply.write(NIStatus.ok.rawValue)
        reply.write(UInt32(entries.count))
        for entry in entries {
            reply.write(opaque: entry.tag)
            reply.write(entry.ports.udp)
            reply.write(entry.ports.tcp)
        }
        return .success
    }

    /// BIND (`protocol.md` 6.5).
    private func bind(_ call: RPCCall, _ arguments: inout XDRReader) throws(XDRError) -> RPCOutcome {
        let client = HostAddress(ipv4: try arguments.readUInt32())
        let clientTag = try arguments.readName()
        let serverTag = host.registry.resolve(try arguments.readName(), for: client)
        guard let entry = host.registry.entry(serverTag) else { return .systemError }
        if let server = entry.server { return server.serves(clientTag, at: client) ? .success : .systemError }
        var question = XDRWriter()
        question.write(opaque: clientTag)
        question.write(client.ipv4 ?? 0)
        let ticket = call.ticket
        ask(entry, NIProcedure.bind.rawValue, question.bytes()) { [host] serves in
            host.loop.answer([.init(ticket: ticket, outcome: serves ? .success : .systemError, results: [])])
        }
        return .deferred
    }

    // MARK: For root

    private func change(
        _ procedure: NIBinderProcedure, _ call: RPCCall, _ arguments: inout XDRReader,
        _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let tag = try arguments.readName()
        var ports = DomainPorts(udp: 0, tcp: 0)
        if procedure == .register {
            ports = DomainPorts(udp: try arguments.readUInt32(), tcp: try arguments.readUInt32())
        } else if procedure == .createclone {
            try Self.skipCloneArguments(&arguments)
        }
        var change = RegistryChange(
            procedure: procedure, tag: tag, ports: ports, ticket: call.ticket, peer: call.peer,
            uid: call.credential.flavor == .unix ? call.credential.uid : nil)
        if let proof = host.localRootProof(call.peer) {
            change.proof = proof
            return perform(change, &reply)
        }
        host.explainLowPort(call.peer)
        guard let question = passwordQuestion(call) else { return refuse(change, &reply) }
        return ask(question, change, &reply)
    }

    private func perform(_ change: RegistryChange, _ reply: inout XDRWriter) -> RPCOutcome {
        guard let status = carryOut(change) else { return .deferred }
        reply.write(status.rawValue)
        return .success
    }

    /// Carries a change out; the status, or nil when it is answered later.
    private func carryOut(_ change: RegistryChange) -> NIStatus? {
        let status = begin(change)
        if let status { audit(change, status) }
        return status
    }

    /// Answers a change that took its time.
    private func finish(_ change: RegistryChange, _ status: NIStatus) {
        audit(change, status)
        host.loop.answer([.init(ticket: change.ticket, outcome: .success, results: status.encoded)])
    }

    private func begin(_ change: RegistryChange) -> NIStatus? {
        switch change.procedure {
        case .register: return register(change)
        case .unregister:
            host.registry.unregister(change.tag)
            return .ok
        default: return changeDomain(change)
        }
    }

    /// A tag must be one, and its server must answer, before others are sent there (`protocol.md` 9.3, S13).
    private func register(_ change: RegistryChange) -> NIStatus? {
        guard host.policy.registrations == .checked else {
            host.registry.register(change.tag, change.ports)
            return .ok
        }
        guard DomainTag.isValid(change.tag) else {
            refuseTag("register a server", change.tag)
            return .systemError
        }
        let entry = DomainRegistry.Entry(tag: change.tag, ports: change.ports, server: nil)
        ask(entry, NIProcedure.ping.rawValue, []) { [self] isAlive in
            if isAlive {
                host.registry.register(change.tag, change.ports)
            } else {
                host.logger.notice(
                    "refused to register a server that does not answer at its UDP port",
                    metadata: [
                        "tag": "\(String(decoding: change.tag, as: UTF8.self))", "udp": "\(change.ports.udp)",
                    ])
            }
            finish(change, isAlive ? .ok : .noResponse)
        }
        return nil
    }

    private func refuse(_ change: RegistryChange, _ reply: inout XDRWriter) -> RPCOutcome {
        explainRefusal(change)
        audit(change, .permissionDenied)
        reply.write(NIStatus.permissionDenied.rawValue)
        return .success
    }

    private func explainRefusal(_ change: RegistryChange) {
        host.refusals.note(
            change.peer, "a change of the registry",
            remedy: "run the tool as root on this host, or set binder-changes to root-password",
            details: ["procedure": "\(change.procedure)", "tag": "\(String(decoding: change.tag, as: UTF8.self))"])
    }

    /// Whether the sender knows the password of this system's root account, if that is to count (`protocol.md` 6.2). An
    /// account without a password admits nobody.
    private func passwordQuestion(_ call: RPCCall) -> PasswordQuestion? {
        guard host.policy.binderChanges == .rootPassword, call.credential.flavor == .unix,
            let hash = PasswordCheck.systemRootHash
        else { return nil }
        return PasswordQuestion(password: call.credential.machineName.map { ~$0 }, hash: hash)
    }

    private func ask(
        _ question: PasswordQuestion, _ change: RegistryChange, _ reply: inout XDRWriter
    ) -> RPCOutcome {
        let (host, peer) = (host, change.peer)
        guard host.limiter.admit(peer, uid: 0, domain: "", at: EventLoop.now) else { return refuse(change, &reply) }
        let isTaken = host.passwords.ask([question], size: change.tag.count) { [self] in
            var status: NIStatus? = .permissionDenied
            if host.passwords.answer(question) == true {
                host.limiter.forgive(peer, uid: 0, domain: "")
                var change = change
                change.proof = .password
                status = carryOut(change)
            } else {
                explainRefusal(change)
                audit(change, .permissionDenied)
            }
            host.passwords.forgetWrong([question])
            guard let status else { return }
            host.loop.answer([.init(ticket: change.ticket, outcome: .success, results: status.encoded)])
        }
        guard isTaken else { return refuse(change, &reply) }
        return .deferred
    }

    private static func skipCloneArguments(_ arguments: inout XDRReader) throws(XDRError) {
        _ = try arguments.readNameSlice()
        _ = try arguments.readUInt32()
        _ = try arguments.readNameSlice()
    }

    private func changeDomain(_ change: RegistryChange) -> NIStatus? {
        let (procedure, tag) = (change.procedure, change.tag)
        let isKnown = host.registry.entry(tag) != nil
        if let refusal = refusal(procedure, tag, isKnown: isKnown) { return refusal }
        let text = String(decoding: tag, as: UTF8.self)
        let answer: (NIStatus) -> Void = { [self] status in finish(change, status) }
        if procedure == .createmaster {
            lifecycle.createDomain(text, completion: answer)
        } else {
            lifecycle.destroyDomain(text, completion: answer)
        }
        return nil
    }

    private func refusal(_ procedure: NIBinderProcedure, _ tag: [UInt8], isKnown: Bool) -> NIStatus? {
        switch procedure {
        case .destroydomain: return isKnown ? nil : .noTag
        case _ where isKnown: return .duplicateTag
        case .createclone:
            host.logger.error(
                "cannot create a clone: this version serves masters only",
                metadata: ["tag": "\(String(decoding: tag, as: UTF8.self))"])
            return .systemError
        default:
            guard !DomainTag.isValid(tag) else { return nil }
            refuseTag("create a domain", tag)
            return .systemError
        }
    }

    private func refuseTag(_ action: String, _ tag: [UInt8]) {
        host.logger.error(
            "cannot \(action): its tag is empty, too long, begins with a dot or has a slash in it",
            metadata: ["tag": "\(String(decoding: tag, as: UTF8.self))"])
    }
}
