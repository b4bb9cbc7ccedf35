package import Glibc

/// The system's form of a `PeerAddress`, or of the path of a Unix-domain socket.
package struct SocketAddress {
    package var storage = sockaddr_storage()
    package var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// An address for a system call to fill.
    package init() {}

    /// The address as a socket of `family` wants it: an IPv4 address on an IPv6 socket goes in its mapped form.
    package init(_ address: PeerAddress, family: Int32) {
        if family == AF_INET, let ipv4 = address.host.ipv4 {
            var four = sockaddr_in()
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = address.port.bigEndian
            four.sin_addr.s_addr = ipv4.bigEndian
            store(four)
        } else {
            var six = sockaddr_in6()
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = address.port.bigEndian
            six.sin6_addr = address.host.in6
            store(six)
        }
    }

    /// The address of the Unix-domain socket at `path`; nil when the path is empty, too long, or has a NUL in it.
    package init?(path: String) {
        var local = sockaddr_un()
        local.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &local.sun_path) { room in
            let bytes = path.utf8
            guard !bytes.isEmpty, bytes.count < room.count, !bytes.contains(0) else { return false }
            room.copyBytes(from: bytes)
            return true
        }
        guard fits else { return nil }
        store(local)
    }

    private mutating func store<Address>(_ address: Address) {
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: Address.self) }
        length = socklen_t(MemoryLayout<Address>.size)
    }

    /// The address read back; nil for a family that is neither IPv4 nor IPv6.
    package var address: PeerAddress? {
        withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let four = bytes.load(as: sockaddr_in.self)
                let host = HostAddress(ipv4: UInt32(bigEndian: four.sin_addr.s_addr))
                return PeerAddress(host: host, port: UInt16(bigEndian: four.sin_port))
            case AF_INET6:
                let six = bytes.load(as: sockaddr_in6.self)
                return PeerAddress(host: HostAddress(ipv6: six.sin6_addr), port: UInt16(bigEndian: six.sin6_port))
            default:
                return nil
            }
        }
    }

    /// Calls `body` with the pointer that socket calls take.
    package func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Calls `body` with a pointer the system writes an address to.
    package mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}
