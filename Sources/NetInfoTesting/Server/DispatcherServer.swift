package import NetInfoDirectory
import NetInfoProtocol
package import NetInfoServer
package import NetInfoStore
package import ONCRPC
import XDR

/// Domains, binder and portmapper without sockets, threads and disk: a message and its sender in, a reply out.
///
/// Belongs to one thread. Deferred replies are waited for, so every call has its answer when `answer` returns.
package final class DispatcherServer {
    /// What became of a message.
    package enum Answer: Equatable, Sendable {
        case reply([UInt8])
        /// The server chose not to answer.
        case silence
        /// The server would close the connection.
        case disconnected
    }

    /// One domain to serve.
    package struct Content {
        package var tag: String
        package var tree: DirectoryTree
        /// What the binder says its ports are.
        package var ports: DomainPorts
        package var storage: any DomainStorage

        package init(
            _ tag: String, _ tree: DirectoryTree, ports: DomainPorts = DomainPorts(udp: 700, tcp: 701),
            storage: any DomainStorage = VolatileStorage()
        ) {
            (self.tag, self.tree, self.ports, self.storage) = (tag, tree, ports, storage)
        }
    }

    package let log = CollectedLog()
    package let host: ServerHost
    /// The endpoint of each domain, by its tag.
    package private(set) var domains: [String: RPCEndpoint] = [:]
    package let binder: RPCEndpoint
    package let portmapper: RPCEndpoint
    private let loop: EventLoop
    private let dispatcher: MessageDispatcher
    private let lifecycle: VolatileLifecycle
    private var sequence: UInt64 = 0
    private var completions: [ReplyTicket: LoopMailbox.Completion] = [:]

    /// Serves `contents` on a host with these interfaces. With `auditing`, account is kept in the store at this path, which
    /// has a folder for each domain.
    package init(
        _ contents: [Content], interfaces: HostInterfaces = HostInterfaces(),
        binderPorts: DomainPorts = DomainPorts(udp: 600, tcp: 600), policy: SecurityPolicy = .original,
        lowPorts: LowPorts = LowPorts(), auditing store: String? = nil
    ) throws {
        loop = try EventLoop()
        dispatcher = try MessageDispatcher()
        host = ServerHost(
            loop: loop, logger: log.logger, policy: policy, interfaces: interfaces, lowPorts: lowPorts)
        if let store {
            host.auditing = Auditing(AuditSettings(), store: store, policy: policy, logger: log.logger)
        }
        lifecycle = VolatileLifecycle(host: host, log: log)
        let binder = Binder(host: host, lifecycle: lifecycle)
        self.binder = RPCEndpoint([binder])
        portmapper = RPCEndpoint([Portmapper(binder: binder, ports: binderPorts, policy: policy)])
        for content in contents { domains[content.tag] = RPCEndpoint([lifecycle.serve(content)]) }
        loop.onForeignReply = { [unowned self] completion in
            completions[completion.ticket] = completion
            loop.stop()
        }
    }

    deinit {
        host.registry.removeAll()
        loop.abandon()
    }

    /// Answers a message that `peer` sent to `endpoint`.
    package func answer(
        _ message: [UInt8], to endpoint: RPCEndpoint, peer: PeerAddress, isStream: Bool = true
    ) -> Answer {
        sequence += 1
        let ticket = ReplyTicket(descriptor: -1, sequence: sequence)
        var reply = XDRWriter(capacity: 4096, limit: isStream ? 1 << 30 : 8800)
        let result = message.withUnsafeBytes { raw in
            dispatcher.dispatch(raw, to: endpoint, peer: peer, isStream: isStream, ticket: ticket, &reply)
        }
        switch result {
        case .replied: return .reply(reply.bytes())
        case .dropped: return .silence
        case .ignored: return isStream ? .disconnected : .silence
        case .deferred: return complete(reply.bytes(), ticket)
        }
    }

    /// A domain's directories as they are now.
    ///
    /// - Throws: `WireError` when there is no such domain.
    package func tree(of tag: String) throws -> DirectoryTree {
        guard let server = host.registry.entry(Array(tag.utf8))?.server else { throw WireError.closed }
        return try server.domain.withTree { $0 }
    }

    /// Lets the loop turn until the reply is there. A failure turns the header into one: its last word says so.
    private func complete(_ header: [UInt8], _ ticket: ReplyTicket) -> Answer {
        loop.mailbox.perform { _ in }
        while completions[ticket] == nil { loop.run() }
        guard let completion = completions.removeValue(forKey: ticket) else { return .silence }
        switch completion.outcome {
        case .success: return .reply(header + completion.results)
        case .dropped: return .silence
        default: return .reply(header.dropLast() + [5])
        }
    }
}

/// Makes and forgets domains that live in memory only.
private final class VolatileLifecycle: DomainLifecycle {
    private let host: ServerHost
    private let log: CollectedLog

    init(host: ServerHost, log: CollectedLog) {
        self.host = host
        self.log = log
    }

    func serve(_ content: DispatcherServer.Content) -> DomainServer {
        let logger = log.logger
        let audit = host.auditing?.trail(of: content.tag)
        let domain = Domain(
            tag: content.tag, tree: content.tree, storage: content.storage,
            onCommit: ServerHost.commitHandler(for: host.loop.mailbox, logger: logger, audit: audit))
        let server = DomainServer(domain: domain, host: host, logger: logger, audit: audit)
        host.registry.register(Array(content.tag.utf8), content.ports, server: server)
        return server
    }

    func createDomain(_ tag: String, completion: @escaping (NIStatus) -> Void) {
        _ = serve(.init(tag, NewDomain.master(tag: tag, host: "host", addresses: ["127.0.0.1"])))
        completion(.ok)
    }

    func destroyDomain(_ tag: String, completion: @escaping (NIStatus) -> Void) {
        host.registry.unregister(Array(tag.utf8))
        completion(.ok)
    }
}
