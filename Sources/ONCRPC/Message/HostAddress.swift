package import Glibc

/// An IPv4 or IPv6 address. An IPv4 address is kept in its mapped form, so that one host is one value whichever
/// socket it came through.
package struct HostAddress: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    private static let mappedPrefix: UInt64 = 0x0000_FFFF_0000_0000

    /// The IPv4 address whose dotted quad reads as `ipv4` from the most significant byte (`protocol.md` 1.2).
    package init(ipv4: UInt32) {
        high = 0
        low = Self.mappedPrefix | UInt64(ipv4)
    }

    /// An address from the 16 bytes of an `in6_addr`.
    package init(ipv6 bytes: in6_addr) {
        (high, low) = withUnsafeBytes(of: bytes) {
            (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Reads an address in numbers; nil for anything else, names included.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(ipv4: UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(ipv6: six)
        } else {
            return nil
        }
    }

    package static let loopback = HostAddress(ipv4: 0x7F00_0001)
    package static let anyIPv4 = HostAddress(ipv4: 0)

    /// The dotted quad as a number, or nil for an IPv6 address.
    package var ipv4: UInt32? {
        high == 0 && low & 0xFFFF_FFFF_0000_0000 == Self.mappedPrefix ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// Whether the address never leaves the host: 127/8 or ::1.
    package var isLoopback: Bool {
        if let ipv4 { return ipv4 >> 24 == 127 }
        return high == 0 && low == 1
    }

    /// Whether the first `bits` bits, of the 128 of the IPv6 form, are those of `other`.
    package func sharesPrefix(with other: HostAddress, bits: Int) -> Bool {
        let upper = min(max(bits, 0), 64)
        let lower = min(max(bits - 64, 0), 64)
        // A shift by the full width gives zero.
        return (high ^ other.high) >> UInt64(64 - upper) == 0 && (low ^ other.low) >> UInt64(64 - lower) == 0
    }

    /// The address that stands for all those one host can take: of IPv6 the network of 64 bits.
    package var counted: HostAddress { ipv4 == nil ? HostAddress(high: high, low: 0) : self }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The bytes as IPv6 has them.
    package var in6: in6_addr {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) {
            $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return address
    }

    package var description: String {
        if let ipv4 {
            return "\(ipv4 >> 24).\(ipv4 >> 16 & 255).\(ipv4 >> 8 & 255).\(ipv4 & 255)"
        }
        var address = in6
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let text = inet_ntop(AF_INET6, &address, buffer.baseAddress, socklen_t(INET6_ADDRSTRLEN)) else {
                return "::"
            }
            return String(cString: text)
        }
    }
}

/// Who is at the other end: an address and a port, or the user behind a Unix-domain socket.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address; loopback for a peer of a Unix-domain socket.
    package let host: HostAddress
    /// The port; 0 for a peer of a Unix-domain socket.
    package let port: UInt16
    /// The effective user number of a peer of a Unix-domain socket when it connected, which the kernel vouches for
    /// (SO_PEERCRED); nil for an IP peer.
    package let user: UInt32?

    package init(host: HostAddress, port: UInt16) {
        self.host = host
        self.port = port
        user = nil
    }

    /// The peer of a Unix-domain socket.
    package init(user: UInt32) {
        host = .loopback
        port = 0
        self.user = user
    }

    /// Whether the peer came by a Unix-domain socket.
    package var isUnixSocket: Bool { user != nil }

    /// Whether only a privileged process may have bound the port (`protocol.md` 4.2).
    package var hasReservedPort: Bool { port < 1024 && user == nil }

    package var description: String {
        if let user { return "unix socket (uid \(user))" }
        return host.ipv4 == nil ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
