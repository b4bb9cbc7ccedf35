import NetInfoProtocol
package import ONCRPC

/// Opens domains: by name along the hierarchy, by server and tag, or by URL (`tools.md` 2).
package struct DomainResolver: Sendable {
    /// Why a domain could not be opened.
    package enum Failure: Error, Hashable, Sendable {
        /// A host has no address.
        case unknownHost(String)
        /// No such domain, or no server of it answers.
        case unreachable(NetInfoClientError)
    }

    /// Levels a hierarchy may have; more can only be a circle.
    private static let levels = 64

    package let connector: ServerConnector
    private var deadline: ClientDeadline { connector.deadline }

    /// A resolver whose every step ends at `deadline`.
    package init(deadline: ClientDeadline) { connector = ServerConnector(deadline: deadline) }

    /// Opens a domain by its name: `.`, `..`, `/`, `/a/b`, `../a` or `tag@host`.
    package func open(_ path: DomainPath) throws(Failure) -> NetInfoDomain {
        if case .server(let tag, let host) = path.start {
            return try open(ServerTag(host: host, tag: tag))
        }
        let local = try mapping { () throws(NetInfoClientError) in
            try single(ServerLocation(address: .loopback, tag: Array("local".utf8)))
        }
        return try walk(path, from: local)
    }

    /// Opens a domain at one server, which then also gets the writes.
    package func open(_ reference: ServerTag) throws(Failure) -> NetInfoDomain {
        let addresses = ClientHostResolver.addresses(of: reference.host, deadline: deadline)
        guard !addresses.isEmpty else { throw .unknownHost(reference.host) }
        var failure = NetInfoClientError(.failed)
        for address in addresses {
            do throws(NetInfoClientError) {
                return try single(ServerLocation(address: address, tag: reference.tag, port: reference.port))
            } catch { failure = error }
        }
        throw .unreachable(failure)
    }

    /// Opens the domain of a URL, in which a path of domains starts at the host's domain `local`.
    package func open(_ url: DomainURL) throws(Failure) -> NetInfoDomain {
        let host = url.host.isEmpty ? "127.0.0.1" : url.host
        guard url.isDomainPath else { return try open(ServerTag(host: host, port: url.port, tag: url.domain)) }
        guard let path = DomainPath(url.domain) else { throw .unreachable(NetInfoClientError(.invalidDomain)) }
        let local = try open(ServerTag(host: host, port: url.port, tag: Array("local".utf8)))
        return try walk(path, from: local)
    }

    private func mapping<Value>(
        _ body: () throws(NetInfoClientError) -> Value
    ) throws(Failure) -> Value {
        do throws(NetInfoClientError) { return try body() } catch { throw .unreachable(error) }
    }

    private func walk(_ path: DomainPath, from local: NetInfoDomain) throws(Failure) -> NetInfoDomain {
        try mapping { () throws(NetInfoClientError) in
            var domain = path.start == .root ? root(of: local) : local
            for step in path.steps {
                switch step {
                case .current: break
                case .parent: domain = try parent(of: domain)
                case .child(let name): domain = try child(name, of: domain)
                }
            }
            return domain
        }
    }

    private func single(_ server: ServerLocation) throws(NetInfoClientError) -> NetInfoDomain {
        NetInfoDomain(
            servers: [server], server: server, connection: try connector.connect(to: server), connector: connector)
    }

    private func any(of servers: [ServerLocation]) throws(NetInfoClientError) -> NetInfoDomain {
        let (server, connection) = try connector.connect(toOneOf: servers)
        return NetInfoDomain(servers: servers, server: server, connection: connection, connector: connector)
    }

    /// The domain above; throws `networkRoot` when there is none.
    package func parent(of domain: NetInfoDomain) throws(NetInfoClientError) -> NetInfoDomain {
        let binding = try domain.connection.parentBinding()
        let bound = ServerLocation(address: binding.address, tag: binding.tag)
        let first = try single(bound)
        let servers = serverList(of: first)
        if servers.isEmpty || servers == [bound] { return first }
        if servers.contains(bound) {
            return NetInfoDomain(servers: servers, server: bound, connection: first.connection, connector: connector)
        }
        return try any(of: servers)
    }

    /// The highest domain that can be reached from `domain` (`protocol.md` 6.8).
    package func root(of domain: NetInfoDomain) -> NetInfoDomain {
        var current = domain
        for _ in 0..<Self.levels {
            guard let above = try? parent(of: current) else { break }
            current = above
        }
        return current
    }

    /// All servers of a domain: what its server says, else the machines that serve `./TAG` (`protocol.md` 6.8).
    private func serverList(of domain: NetInfoDomain) -> [ServerLocation] {
        let connection = domain.connection
        if let listed = try? connection.statistics().values(of: "domain_servers"), !listed.isEmpty {
            return listed.compactMap(ServerLocation.init(listed:))
        }
        return (try? servers(calledIn: connection, as: Array(".".utf8))) ?? []
    }

    /// The child domain called `name`.
    package func child(_ name: [UInt8], of domain: NetInfoDomain) throws(NetInfoClientError) -> NetInfoDomain {
        let servers = try servers(calledIn: domain.connection, as: name)
        guard !servers.isEmpty else { throw NetInfoClientError(.invalidDomain) }
        return try any(of: servers)
    }

    /// The servers of the domain that the machines serve under `name`, the text before the first slash
    /// (`protocol.md` 6.6).
    private func servers(
        calledIn connection: NetInfoConnection, as name: [UInt8]
    ) throws(NetInfoClientError) -> [ServerLocation] {
        let machines = try connection.machinesDirectory()
        var servers: [ServerLocation] = []
        for entry in try connection.list(Array("serves".utf8), of: machines).value {
            let tags = (entry.values ?? []).compactMap { Self.tag(in: $0, servedAs: name) }
            guard !tags.isEmpty else { continue }
            let addresses = try connection.read(entry.id).value.machineAddresses
            for tag in tags { servers += addresses.map { ServerLocation(address: $0, tag: tag) } }
        }
        return servers
    }

    private static func tag(in value: [UInt8], servedAs name: [UInt8]) -> [UInt8]? {
        guard let slash = value.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        guard value[..<slash].elementsEqual(name) else { return nil }
        return Array(value[(slash + 1)...])
    }
}
