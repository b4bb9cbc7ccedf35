import Dispatch
import Foundation
package import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
package import ONCRPC

/// The whole server: a store, its domains, the binder, the portmapper, on one event loop.
///
/// Lives on the thread that calls `run`.
package final class Daemon {
    package let configuration: DaemonConfiguration
    package let host: ServerHost
    package let loop: EventLoop
    let logger: Logger
    let store: Store
    let endpoint: RPCEndpoint
    var services: [String: DomainService] = [:]
    private(set) var primaryTag: String?
    /// The ports that the binder and the primary domain share.
    package private(set) var binderPorts = DomainPorts(udp: 0, tcp: 0)
    private var shared: [any EventSource] = []
    var portmapper: PortmapperService?
    let socketFolder: SocketFolder?
    private lazy var binder = Binder(host: host, lifecycle: self)

    let continuations = Continuations()

    /// Tags of domains that are on their way in or out, which a reload leaves alone.
    var moving: Set<String> = []

    /// What others were last told of this server.
    var told: ServerStatus?

    /// Slow work on the disk: making and removing domains.
    let workQueue = DispatchQueue(label: "netinfo.work")

    /// Opens the store and all sockets. Nothing is answered before `run`.
    package init(
        _ configuration: DaemonConfiguration, limits: TransportLimits? = nil, logger: Logger
    ) throws(DaemonError) {
        self.configuration = configuration
        self.logger = logger
        do throws(SystemError) {
            loop = try EventLoop(limits: DescriptorLimit.raise(limits ?? TransportLimits(configuration.policy)))
        } catch {
            throw DaemonError(error.description)
        }
        let host = ServerHost(loop: loop, logger: logger, policy: configuration.policy)
        self.host = host
        endpoint = RPCEndpoint([]) { [unowned host] in host.datagramAllowance($0) }
        socketFolder = configuration.socketFolder.flatMap { SocketFolder($0, logger: logger) }
        var inherited = InheritedSockets(environment: ProcessInfo.processInfo.environment)
        let sockets = try Self.open(configuration, &inherited)
        do throws(StoreError) {
            store = try Store(path: configuration.store, logger: logger)
        } catch {
            throw DaemonError(error)
        }
        host.auditing = Auditing(
            configuration.audit, store: configuration.store, policy: configuration.policy, logger: logger)
        loop.onRefusal = { [unowned host] peer, why in
            host.refusals.note(peer, why, by: "closed a connection")
            guard let audit = host.auditing?.host else { return }
            host.tally.note(audit, .connection, AuditCaller(peer, .anonymous), .text(why))
        }
        try start(sockets, &inherited)
        store.record(port: UInt16(truncatingIfNeeded: binderPorts.tcp))
    }

    private static func open(
        _ configuration: DaemonConfiguration, _ inherited: inout InheritedSockets
    ) throws(DaemonError) -> ListeningSockets {
        if let sockets = inherited.take(port: configuration.port) { return sockets }
        do throws(SystemError) {
            return try ListeningSockets.open(configuration.addresses, port: configuration.port)
        } catch {
            throw DaemonError(error, port: configuration.port)
        }
    }

    private func start(_ sockets: ListeningSockets, _ inherited: inout InheritedSockets) throws(DaemonError) {
        try makeFirstDomains()
        let tags = store.tags
        let primary = configuration.primary ?? Self.choosePrimary(tags)
        guard tags.contains(primary) else {
            throw DaemonError(
                "the store \(store.path) has no domain '\(primary)' to be primary: create it with --create \(primary)")
        }
        primaryTag = primary
        shared = try serve(endpoint, on: sockets)
        binderPorts = sockets.ports
        endpoint.add(binder)
        for tag in [primary] + tags.filter({ $0 != primary }) { try serve(tag, primary: sockets.ports) }
        portmapper = try PortmapperService(
            configuration, binder: binder, ports: sockets.ports, inherited: inherited.take(port: Portmapper.port),
            loop: loop, logger: logger
        ) { [unowned host] in host.datagramAllowance($0) }
    }

    /// Makes the domains of an empty store, and the one that is asked for.
    ///
    /// An empty store gets the primary domain and `local`, its child, as every NetInfo host has one: the tools' `.`,
    /// `..` and `/` start there.
    private func makeFirstDomains() throws(DaemonError) {
        let name = HostInterfaces.hostName
        if store.tags.isEmpty {
            let primary = configuration.primary ?? DaemonConfiguration.defaultTag
            let hasLocal = configuration.localPort != nil && primary != Self.localTag
            try make(primary, relatives: hasLocal ? ["\(name)/\(Self.localTag)"] : [])
            if hasLocal { try make(Self.localTag, relatives: ["../\(primary)"]) }
        }
        if let create = configuration.create, !store.tags.contains(create) { try make(create, relatives: []) }
    }

    private func make(_ tag: String, relatives: [String]) throws(DaemonError) {
        do throws(StoreError) {
            try store.create(
                tag,
                NewDomain.standard(
                    tag: tag, host: HostInterfaces.hostName, addresses: host.ownAddresses, relatives: relatives))
        } catch {
            throw DaemonError(error)
        }
        logger.info("created a domain", metadata: ["domain": "\(tag)"])
    }

    /// The tag of the domain that belongs to one host alone.
    static let localTag = "local"

    private static func choosePrimary(_ tags: [String]) -> String {
        if tags.contains(DaemonConfiguration.defaultTag) { return DaemonConfiguration.defaultTag }
        return tags.first { $0 != "local" } ?? tags.first ?? DaemonConfiguration.defaultTag
    }

    // MARK: Domains

    /// Opens a domain and serves it: the primary one on the shared port, others on their own.
    private func serve(_ tag: String, primary ports: DomainPorts) throws(DaemonError) {
        let domain: Domain
        let audit = host.auditing?.trail(of: tag)
        do throws(StoreError) {
            let onCommit = ServerHost.commitHandler(for: loop.mailbox, logger: logger, audit: audit)
            domain = try store.open(tag, onCommit: onCommit)
        } catch {
            throw DaemonError(error)
        }
        try serve(domain, audit, on: tag == primaryTag ? ports : nil)
    }

    func serve(_ domain: Domain, _ audit: AuditTrail?, on sharedPorts: DomainPorts?) throws(DaemonError) {
        let server = DomainServer(domain: domain, host: host, logger: logger, audit: audit)
        var sources: [any EventSource] = []
        var ports = sharedPorts
        if domain.tag == Self.localTag { sources += try serveLocally(server, &ports) }
        if sharedPorts != nil { endpoint.add(server) }
        if ports == nil {
            let sockets = try socketsForDomain(server)
            sources += try serve(endpoint(of: server), on: sockets)
            ports = sockets.ports
        }
        services[domain.tag] = DomainService(server: server, sources: sources)
        host.registry.register(Array(domain.tag.utf8), ports ?? DomainPorts(udp: 0, tcp: 0), server: server)
    }

    private func endpoint(of server: DomainServer) -> RPCEndpoint {
        RPCEndpoint([server]) { [unowned host] in host.datagramAllowance($0) }
    }

    /// Serves on the sockets, and on the Unix-domain socket that goes with their port.
    private func serve(_ endpoint: RPCEndpoint, on sockets: ListeningSockets) throws(DaemonError) -> [any EventSource] {
        do throws(SystemError) {
            let sources = try sockets.serve(endpoint, on: loop)
            guard let listener = socketFolder?.listen(port: sockets.tcpPort, endpoint, on: loop) else { return sources }
            return sources + [listener]
        } catch {
            throw DaemonError(error.description)
        }
    }

    /// The fixed port on loopback where Mac OS X looks for `local` first (`protocol.md` 6.7).
    private func serveLocally(
        _ server: DomainServer, _ ports: inout DomainPorts?
    ) throws(DaemonError) -> [any EventSource] {
        guard let port = configuration.localPort else { return [] }
        let sockets: ListeningSockets
        do throws(SystemError) {
            sockets = try ListeningSockets.open([.loopback], port: configuration.port == 0 ? 0 : port)
        } catch {
            throw DaemonError(error, port: port)
        }
        return try serve(endpoint(of: server), on: sockets)
    }

    private func socketsForDomain(_ server: DomainServer) throws(DaemonError) -> ListeningSockets {
        let root = try? server.domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
            try tree.properties(of: 0)
        }
        if configuration.port == 0 { return try open(port: 0) }
        if let fixed = root.flatMap(RootOption.port) { return try open(port: fixed) }
        let first = UInt32(configuration.port) + 1
        for candidate in first..<first + 257 {
            guard let port = UInt16(exactly: candidate), !isTaken(candidate) else { continue }
            if let sockets = try? open(port: port) { return sockets }
        }
        throw DaemonError(
            "no port from \(first) to \(first + 256) is free for the domain '\(server.domain.tag)': stop what uses them, "
                + "or give the domain's root a property 'port'")
    }

    private func isTaken(_ port: UInt32) -> Bool { host.registry.entries.contains { $0.ports.tcp == port } }

    private func open(port: UInt16) throws(DaemonError) -> ListeningSockets {
        do throws(SystemError) {
            return try ListeningSockets.open(configuration.addresses, port: port)
        } catch {
            throw DaemonError(error, port: port)
        }
    }

    // MARK: Running

    /// Serves until it is told to stop, then drains, writes everything out and returns.
    package func run() {
        explainSecurity()
        logger.info(
            "serving",
            metadata: [
                "port": "\(binderPorts.tcp)", "domains": "\(services.keys.sorted().joined(separator: ","))",
                "store": "\(store.path)", "security": "\(configuration.security)",
            ])
        tellStatus()
        loop.run()
        portmapper?.stop()
        withdrawStatus()
        host.tally.flush()
        for service in services.values {
            service.server.domain.close()
            service.server.audit?.close()
        }
        host.auditing?.host.close()
        host.registry.removeAll()
        logger.info("stopped")
    }

    /// Stops taking requests, answers those that came, and ends `run`.
    package func stop() {
        let sources = shared + services.values.flatMap(\.sources) + (portmapper?.sources ?? [])
        for service in services.values { service.server.domain.flush() }
        socketFolder?.removeAll()
        loop.drain(sources) { $0.stop() }
    }

    /// The sockets of a domain end; its domain and audit are returned to be closed.
    func withdraw(_ tag: String) -> (domain: Domain, audit: AuditTrail?)? {
        guard let service = services.removeValue(forKey: tag) else { return nil }
        host.registry.unregister(Array(tag.utf8))
        endpoint.remove(service.server)
        for source in service.sources {
            socketFolder?.remove(source)
            loop.remove(source)
        }
        loop.closeConnections(of: service.server)
        host.tally.flush()
        return (service.server.domain, service.server.audit)
    }

    /// Serves a domain made while running.
    func serveNew(_ tag: String) throws(DaemonError) {
        try serve(tag, primary: DomainPorts(udp: 0, tcp: 0))
    }
}

extension DaemonConfiguration {
    /// The addresses to listen on; the reader has checked them.
    var addresses: [HostAddress] { listen.compactMap { HostAddress($0) } }
}
