import Glibc
package import ONCRPC

/// The addresses of this host, read afresh at most once a second.
package final class HostInterfaces {
    /// One address of an interface that is up.
    package struct Interface: Hashable, Sendable {
        package let address: HostAddress
        package let netmask: UInt32
        package let broadcast: HostAddress?

        package init(address: HostAddress, netmask: UInt32, broadcast: HostAddress?) {
            self.address = address
            self.netmask = netmask
            self.broadcast = broadcast
        }
    }

    private var known: [Interface] = []
    private var addresses: Set<HostAddress> = []
    private var attached: Set<Network> = []
    private var readAt = -Double.infinity

    /// The interfaces that the system has.
    package init() {}

    /// These interfaces for ever, whatever the system has: a host of a recording.
    package init(fixed interfaces: [Interface]) {
        known = interfaces
        addresses = Set(interfaces.map(\.address))
        attached = Set(
            interfaces.map { Network($0.address, bits: $0.netmask.nonzeroBitCount) }.filter { $0.bits > 96 })
        readAt = .infinity
    }

    /// Whether `address` is this host's own.
    package func isOwn(_ address: HostAddress) -> Bool {
        if address.isLoopback { return true }
        refresh()
        return addresses.contains(address)
    }

    /// Whether `address` belongs to a network that some interface of this host is attached to.
    package func isAttached(_ address: HostAddress) -> Bool {
        refresh()
        return attached.contains { $0.contains(address) }
    }

    /// The networks that interfaces of this host are attached to, in no order.
    package var attachedNetworks: Set<Network> {
        refresh()
        return attached
    }

    /// The IPv4 addresses of interfaces that are up and not loopback, in the system's order.
    package var external: [Interface] {
        refresh()
        return known
    }

    /// This host's name.
    package static var hostName: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let isKnown = buffer.withUnsafeMutableBytes { raw in
            guard let base = raw.bindMemory(to: CChar.self).baseAddress else { return false }
            return gethostname(base, 255) == 0
        }
        guard isKnown else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }

    private func refresh() {
        let now = EventLoop.now
        guard now - readAt > 1 else { return }
        readAt = now
        known = []
        addresses = []
        attached = []
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            note(entry.pointee)
            next = entry.pointee.ifa_next
        }
    }

    private func note(_ entry: ifaddrs) {
        guard entry.ifa_flags & UInt32(IFF_UP) != 0, let address = Self.address(entry.ifa_addr) else { return }
        addresses.insert(address)
        if let mask = Self.address(entry.ifa_netmask) {
            let network = Network(address, bits: Self.prefix(mask, isIPv4: address.ipv4 != nil))
            if network.bits > (address.ipv4 == nil ? 0 : 96) { attached.insert(network) }
        }
        guard address.ipv4 != nil, !address.isLoopback else { return }
        let isBroadcast = entry.ifa_flags & UInt32(IFF_BROADCAST) != 0
        known.append(
            Interface(
                address: address, netmask: Self.address(entry.ifa_netmask)?.ipv4 ?? 0xFFFF_FFFF,
                broadcast: isBroadcast ? Self.address(entry.ifa_ifu.ifu_broadaddr) : nil))
    }

    private static func prefix(_ mask: HostAddress, isIPv4: Bool) -> Int {
        if isIPv4 { return mask.ipv4?.nonzeroBitCount ?? 0 }
        return withUnsafeBytes(of: mask.in6) { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    }

    private static func address(_ pointer: UnsafeMutablePointer<sockaddr>?) -> HostAddress? {
        guard let pointer else { return nil }
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                HostAddress(ipv4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6:
            return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                HostAddress(ipv6: $0.pointee.sin6_addr)
            }
        default: return nil
        }
    }
}
