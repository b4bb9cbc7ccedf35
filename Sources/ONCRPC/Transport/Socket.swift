import CLinux
import Glibc

/// System calls on sockets: the only door of this target to them.
package enum Socket {
    /// Which transport a socket carries.
    package enum Kind: Sendable {
        case stream, datagram

        var type: Int32 { Int32((self == .stream ? SOCK_STREAM : SOCK_DGRAM).rawValue) }
    }

    /// Opens a non-blocking socket bound to `address`, listening when it is a stream.
    ///
    /// An IPv6 socket takes IPv6 only, so that an IPv4 socket can be bound beside it.
    package static func bound(_ kind: Kind, to address: PeerAddress) throws(SystemError) -> Int32 {
        let family = address.host.ipv4 == nil ? AF_INET6 : AF_INET
        let fd = socket(family, kind.type | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw SystemError("open a socket for \(address)") }
        do throws(SystemError) {
            if family == AF_INET6 { try setOption(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
            if kind == .stream {
                try setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1)
            } else {
                try setOption(fd, Int32(family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6), packetInformation(family), 1)
            }
            guard SocketAddress(address, family: family).withPointer({ bind(fd, $0, $1) }) == 0 else {
                throw SystemError("bind \(kind == .stream ? "TCP" : "UDP") \(address)")
            }
            guard kind == .datagram || listen(fd, 1024) == 0 else { throw SystemError("listen on \(address)") }
        } catch {
            close(fd)
            throw error
        }
        return fd
    }

    private static func packetInformation(_ family: Int32) -> Int32 {
        family == AF_INET ? Int32(IP_PKTINFO) : Int32(IPV6_RECVPKTINFO)
    }

    /// Makes a bound socket that somebody else opened like one of `bound`; nil when it is no listening TCP and no UDP
    /// socket.
    package static func adopt(_ fd: Int32) -> Kind? {
        var type: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 else { return nil }
        guard let kind = [Kind.stream, .datagram].first(where: { $0.type == type }) else { return nil }
        _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
        _ = fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK)
        guard kind == .datagram else { return kind }
        let family = localAddress(fd)?.host.ipv4 == nil ? AF_INET6 : AF_INET
        try? setOption(fd, Int32(family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6), packetInformation(family), 1)
        return kind
    }

    /// Sets an integer option.
    package static func setOption(_ fd: Int32, _ level: Int32, _ name: Int32, _ value: Int32) throws(SystemError) {
        var value = value
        guard setsockopt(fd, level, name, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw SystemError("set a socket option")
        }
    }

    /// The address a socket is bound to.
    package static func localAddress(_ fd: Int32) -> PeerAddress? {
        var address = SocketAddress()
        guard address.withMutablePointer({ getsockname(fd, $0, $1) }) == 0 else { return nil }
        return address.address
    }

    /// What `accept` brought.
    enum Accepted {
        case connection(Int32, PeerAddress)
        case nothing
        case outOfDescriptors
    }

    /// Takes one waiting connection, non-blocking, close-on-exec and, by TCP, without Nagle's delay.
    static func accept(_ listener: Int32) -> Accepted {
        var address = SocketAddress()
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let fd = address.withMutablePointer { accept4(listener, $0, $1, flags) }
        guard fd >= 0 else { return errno == EMFILE || errno == ENFILE ? .outOfDescriptors : .nothing }
        if Int32(address.storage.ss_family) == AF_UNIX { return acceptedByPath(fd) }
        guard let peer = address.address else {
            close(fd)
            return .nothing
        }
        var one: Int32 = 1
        setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        return .connection(fd, peer)
    }

    /// A connection by a Unix-domain socket, whose peer is the user that the kernel names.
    private static func acceptedByPath(_ fd: Int32) -> Accepted {
        var credentials = peer_credentials()
        var length = socklen_t(MemoryLayout<peer_credentials>.size)
        guard getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0,
            length == socklen_t(MemoryLayout<peer_credentials>.size)
        else {
            close(fd)
            return .nothing
        }
        return .connection(fd, PeerAddress(user: credentials.uid))
    }

    /// Sends on a connection; the count, or -1 with `errno`.
    static func send(_ fd: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        Glibc.send(fd, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }

    /// Whether the system holds received bytes that nobody has read.
    static func hasUnread(_ fd: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(fd, &byte, 1, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK)) > 0
    }

    /// Receives from a connection; the count, 0 at its end, or -1 with `errno`.
    static func receive(_ fd: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        recv(fd, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    }
}
