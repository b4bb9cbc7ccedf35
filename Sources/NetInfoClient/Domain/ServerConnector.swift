import NetInfoProtocol
package import ONCRPC
import XDR

/// Connects to a server given by address and tag, or to the best of several (`protocol.md` 1.8).
package struct ServerConnector: Sendable {
    /// The TCP port that the local domain's server always has (`protocol.md` 6.7).
    package static let localPort: UInt16 = 1033
    private static let localTag = Array("local".utf8)

    /// Bounds everything this connector does, and the calls over its connections.
    package let deadline: ClientDeadline
    private let host: ClientHostAddresses

    /// A connector for this host.
    package init(deadline: ClientDeadline) {
        self.deadline = deadline
        host = ClientHostAddresses()
    }

    /// Connects to one server.
    package func connect(to server: ServerLocation) throws(NetInfoClientError) -> NetInfoConnection {
        if let port = server.port { return try connect(to: server, atPort: port) }
        guard server.tag == Self.localTag, host.contains(server.address) else {
            return try connect(to: server, at: try binderPorts(of: server))
        }
        let endpoint = ClientEndpoint(address: .loopback, port: Self.localPort)
        do throws(NetInfoClientError) {
            return try NetInfoConnection(to: endpoint, tag: server.tag, deadline: deadline)
        } catch let first {
            do throws(NetInfoClientError) {
                return try connect(to: server, at: try binderPorts(of: server))
            } catch { throw error.after(first) }
        }
    }

    private func binderPorts(of server: ServerLocation) throws(NetInfoClientError) -> BinderClient.Ports {
        do throws(NetInfoClientError) {
            return try BinderClient.ports(of: server.tag, at: server.address, deadline: deadline)
        } catch { throw error.transport == nil ? NetInfoClientError(.failed) : error }
    }

    /// `port` may be the binder's or the domain's own; asking is the only way to tell.
    private func connect(
        to server: ServerLocation, atPort port: UInt16
    ) throws(NetInfoClientError) -> NetInfoConnection {
        let endpoint = ClientEndpoint(address: server.address, port: port)
        do throws(NetInfoClientError) {
            let ports = try BinderClient.ports(of: server.tag, overStreamAt: endpoint, deadline: deadline)
            if let ports { return try connect(to: server, at: ports) }
        } catch { throw error.transport == nil ? NetInfoClientError(.failed) : error }
        return try NetInfoConnection(to: endpoint, tag: server.tag, deadline: deadline)
    }

    private func connect(
        to server: ServerLocation, at ports: BinderClient.Ports
    ) throws(NetInfoClientError) -> NetInfoConnection {
        let endpoint = ClientEndpoint(address: server.address, port: ports.tcp)
        return try NetInfoConnection(to: endpoint, tag: server.tag, deadline: deadline)
    }

    /// Connects to the first server that answers: this host's own first, then those on attached networks.
    package func connect(
        toOneOf servers: [ServerLocation]
    ) throws(NetInfoClientError) -> (server: ServerLocation, connection: NetInfoConnection) {
        let candidates = ordered(servers)
        if candidates.count > 1, let found = askAll(candidates) {
            let server = ServerLocation(address: found.address, tag: found.server.tag)
            if let connection = try? connect(to: server, at: found.ports) { return (found.server, connection) }
        }
        var failure = NetInfoClientError(.failed)
        for server in candidates where !deadline.hasPassed {
            do throws(NetInfoClientError) {
                return (server, try connect(to: server))
            } catch { failure = error }
        }
        throw failure
    }

    /// Random order within each of: this host, attached networks, others.
    private func ordered(_ servers: [ServerLocation]) -> [ServerLocation] {
        func distance(_ server: ServerLocation) -> Int {
            host.contains(server.address) ? 0 : host.isAttached(server.address) ? 1 : 2
        }
        return servers.shuffled()
            .map { (distance($0), $0) }
            .sorted { $0.0 < $1.0 }
            .map(\.1)
    }

    private typealias Found = (server: ServerLocation, address: ClientAddress, ports: BinderClient.Ports)

    /// Asks the binders of all candidates at once, relayed by their port mappers, and takes the first good answer.
    private func askAll(_ candidates: [ServerLocation]) -> Found? {
        // Today's port mappers relay nothing by default. A server of this host comes first in any case, so ask it plainly.
        guard !candidates.contains(where: { host.contains($0.address) }) else { return nil }
        let targets = candidates.map { server in
            RPCDatagramClient.Target(
                endpoint: ClientEndpoint(address: server.address, port: PortmapperClient.port),
                call: PortmapperClient.relayCall(BinderClient.registrationCall(tag: server.tag)))
        }
        return try? RPCDatagramClient.ask(
            targets, rounds: Array(RPCDatagramClient.multipleRounds.prefix(4)), deadline: deadline
        ) { index, reply, source -> Found? in
            guard reply.refusal == nil else { return nil }
            let results = try? PortmapperClient.relayedResults(from: reply, BinderClient.readRegistration)
            guard let ports = try? results?.get() else { return nil }
            let server = candidates[index]
            let isBroadcast = server.address.bytes.first == 255
            return (server, isBroadcast ? source ?? server.address : server.address, ports)
        }
    }
}
