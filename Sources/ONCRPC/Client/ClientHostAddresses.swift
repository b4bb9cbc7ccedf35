import Glibc

/// The addresses of this host, and the networks they are on.
package struct ClientHostAddresses: Sendable {
    private struct Interface {
        var address: ClientAddress
        var mask: ClientAddress?
    }

    private let interfaces: [Interface]

    /// The addresses of the interfaces that are up now.
    package init() {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else {
            interfaces = []
            return
        }
        defer { freeifaddrs(first) }
        var found: [Interface] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_flags & UInt32(IFF_UP) != 0, let address = entry.ifa_addr else { continue }
            guard let own = ClientAddress(address) else { continue }
            found.append(Interface(address: own, mask: entry.ifa_netmask.flatMap { ClientAddress($0) }))
        }
        interfaces = found
    }

    /// Every address of this host.
    package var all: [ClientAddress] { interfaces.map(\.address) }

    /// Whether `address` is this host.
    package func contains(_ address: ClientAddress) -> Bool {
        address.isLoopback || interfaces.contains { $0.address.bytes == address.bytes }
    }

    /// Whether `address` is on a network this host is attached to. A first byte of 255 counts as one
    /// (`protocol.md` 1.8).
    package func isAttached(_ address: ClientAddress) -> Bool {
        if address.isIPv4, address.bytes.first == 255 { return true }
        return interfaces.contains { interface in
            guard let mask = interface.mask, interface.address.bytes.count == address.bytes.count else { return false }
            return zip(zip(address.bytes, interface.address.bytes), mask.bytes)
                .allSatisfy { ($0.0 ^ $0.1) & $1 == 0 }
        }
    }
}
