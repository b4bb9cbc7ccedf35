import ONCRPC

/// The ports of a domain (`nibind_addrinfo`).
package struct DomainPorts: Hashable, Sendable {
    package var udp: UInt32
    package var tcp: UInt32

    package init(udp: UInt32, tcp: UInt32) {
        self.udp = udp
        self.tcp = tcp
    }
}

/// The binder's table: tags, their ports, and which of them this process serves (`protocol.md` 6.3).
package final class DomainRegistry {
    /// One registered tag.
    package struct Entry {
        package let tag: [UInt8]
        package var ports: DomainPorts
        /// Our own server behind the tag; nil when somebody else registered it.
        package var server: DomainServer?
    }

    /// In the order of registration, except that the last entry fills the place of one that goes.
    package private(set) var entries: [Entry] = []

    /// The entry of a tag.
    package func entry(_ tag: [UInt8]) -> Entry? {
        entries.first { $0.tag == tag }
    }

    /// Adds a tag, or replaces the ports of a known one.
    package func register(_ tag: [UInt8], _ ports: DomainPorts, server: DomainServer? = nil) {
        if let place = entries.firstIndex(where: { $0.tag == tag }) {
            entries[place].ports = ports
            if server != nil || entries[place].ports != ports { entries[place].server = server }
        } else {
            entries.append(Entry(tag: tag, ports: ports, server: server))
        }
    }

    /// Removes a tag; the last entry moves into its place.
    package func unregister(_ tag: [UInt8]) {
        guard let place = entries.firstIndex(where: { $0.tag == tag }) else { return }
        entries.swapAt(place, entries.count - 1)
        entries.removeLast()
    }

    /// Forgets everything: servers and registry know each other through their host, and would keep each other.
    package func removeAll() { entries = [] }

    /// The real tag behind an alias that some domain offers to this client (`protocol.md` 6.3); otherwise the tag.
    func resolve(_ tag: [UInt8], for client: HostAddress) -> [UInt8] {
        for entry in entries {
            if let server = entry.server, server.offersAlias(tag, to: client) { return entry.tag }
        }
        return tag
    }
}
