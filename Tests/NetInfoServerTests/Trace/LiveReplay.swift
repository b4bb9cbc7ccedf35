import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC

/// A recording played to a real daemon: each recorded connection becomes one, from the recorded kind of port.
/// As there, the servers have been asked for their parents before.
final class LiveReplay {
    let server: TestServer
    private var connections: [PeerAddress: WireClient] = [:]

    init(_ trace: WireTrace) throws {
        var domains = try trace.before.mapValues { try DirectoryTree(Self.onLoopback($0)) }
        if trace.exchanges.contains(where: { $0.name == "nibind.destroydomain" }) {
            domains["scratch"] = DirectoryTree()
        }
        server = try TestServer(domains: domains)
        for tag in trace.tagsAskedForParent {
            let client = try WireClient(port: UInt16(clamping: server.ports(of: tag).tcp))
            _ = try client.call(.netInfo(.rparent))
        }
    }

    private static func onLoopback(_ snapshot: DirectorySnapshot) -> DirectorySnapshot {
        var moved = snapshot
        for place in moved.records.indices {
            for property in moved.records[place].properties.properties.indices {
                let values = moved.records[place].properties.properties[property].values
                moved.records[place].properties.properties[property].values = values.map(
                    LoopbackAddresses.replace(text:))
            }
        }
        return moved
    }

    /// Whether a client, not a server or the portmapper, sent the call, to a domain or the binder.
    ///
    /// Over UDP a client asks from the port its connection will have, a reserved one; servers ask from other ports,
    /// or on behalf of somebody from 127.0.0.1.
    static func isFromClient(_ exchange: WireTrace.Exchange) -> Bool {
        guard exchange.program == NIProgram.directory || exchange.program == NIProgram.binder else { return false }
        if exchange.name == "nibind.register" { return false }
        return exchange.isStream || exchange.from.host != .loopback
    }

    /// Sends the call; returns the reply's bytes.
    func send(_ exchange: WireTrace.Exchange) throws -> [UInt8] {
        let message = LoopbackAddresses.replace(exchange.call)
        guard exchange.isStream else {
            let client = try DatagramClient(
                port: UInt16(clamping: ports(exchange).udp), isPrivileged: exchange.from.hasReservedPort)
            try client.send(message)
            return try client.receiveMessage()
        }
        let client = try connection(exchange)
        try client.send(WireClient.record(message))
        return try client.receiveRecord()
    }

    private func connection(_ exchange: WireTrace.Exchange) throws -> WireClient {
        if let known = connections[exchange.from] { return known }
        let client = try WireClient(
            port: UInt16(clamping: ports(exchange).tcp), isPrivileged: exchange.from.hasReservedPort)
        connections[exchange.from] = client
        return client
    }

    private func ports(_ exchange: WireTrace.Exchange) -> DomainPorts {
        guard exchange.program == NIProgram.directory else { return server.binderPorts }
        return server.ports(of: exchange.to.port == 1033 ? "local" : "network")
    }

    /// Takes the ports out of replies of the binder: the two words behind the status, or behind each tag.
    func normalize(_ reply: [UInt8], _ exchange: WireTrace.Exchange) -> [UInt8] {
        switch exchange.name {
        case "nibind.getregister": reply.prefix(28) + [UInt8](repeating: 0, count: max(0, reply.count - 28))
        case "nibind.listreg": sortedTags(reply)
        default: reply
        }
    }

    /// The header, the status, and the tags: their order is that of the servers' start.
    private func sortedTags(_ reply: [UInt8]) -> [UInt8] {
        let text = String(decoding: reply.dropFirst(32), as: UTF8.self)
        let tags = ["local", "network", "scratch"].filter { text.contains($0) }
        return reply.prefix(32) + Array(tags.joined(separator: " ").utf8)
    }
}
