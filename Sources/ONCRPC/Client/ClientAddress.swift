package import Glibc

/// An IPv4 or IPv6 address of a server.
package struct ClientAddress: Hashable, Sendable {
    /// Four or sixteen bytes in network order.
    package let bytes: [UInt8]
    /// The interface an IPv6 link-local address belongs to; otherwise 0.
    package let scope: UInt32

    private init(bytes: [UInt8], scope: UInt32 = 0) {
        self.bytes = bytes
        self.scope = scope
    }

    /// The IPv4 address `a.b.c.d` from the number 0xaabbccdd.
    package init(ipv4 number: UInt32) {
        bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        scope = 0
    }

    package static let loopback = ClientAddress(ipv4: 0x7F00_0001)

    /// The address that `text` spells numerically, IPv6 with an optional `%interface`; nil when it spells none.
    package init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
            return
        }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var six = in6_addr()
        guard let address = parts.first, inet_pton(AF_INET6, address, &six) == 1 else { return nil }
        let scope = parts.count == 2 ? if_nametoindex(parts[1]) : 0
        guard parts.count == 1 || scope != 0 else { return nil }
        self.init(bytes: withUnsafeBytes(of: six) { Array($0) }, scope: scope)
    }

    /// The address in a socket address; nil when it is of another family.
    package init?(_ pointer: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        case AF_INET6:
            let socket = raw.loadUnaligned(as: sockaddr_in6.self)
            self.init(bytes: withUnsafeBytes(of: socket.sin6_addr) { Array($0) }, scope: socket.sin6_scope_id)
        default: return nil
        }
    }

    package var isIPv4: Bool { bytes.count == 4 }

    /// AF_INET or AF_INET6.
    package var family: Int32 { isIPv4 ? AF_INET : AF_INET6 }

    /// Whether the address reaches only this host.
    package var isLoopback: Bool {
        isIPv4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// Calls `body` with the address and `port` as a socket address.
    package func withSocketAddress<Result>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        isIPv4
            ? withSocketAddress(of: socketAddressIPv4(port: port), body)
            : withSocketAddress(of: socketAddressIPv6(port: port), body)
    }

    private func withSocketAddress<Address, Result>(
        of address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    private func socketAddressIPv4(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
        return address
    }

    private func socketAddressIPv6(port: UInt16) -> sockaddr_in6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_scope_id = scope
        withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
        return address
    }
}

extension ClientAddress: CustomStringConvertible {
    package var description: String {
        if isIPv4 { return bytes.map(String.init).joined(separator: ".") }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let name = bytes.withUnsafeBytes { inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) }
        guard let name else { return "?" }
        return String(cString: name) + (scope == 0 ? "" : "%\(scope)")
    }
}
