import Glibc
package import ONCRPC

/// A blocking socket of a test: raw bytes, and a deadline on every wait.
package final class WireSocket: Sendable {
    package let descriptor: Int32

    /// Opens a socket towards `peer`.
    ///
    /// - Parameters:
    ///   - local: the address to come from; port 0 for any.
    ///   - isPrivileged: take a port below 1024, which needs root.
    ///   - receiveBuffer: bytes the kernel may keep for us; nil for its own choice.
    /// - Throws: `WireError.system`, or `.closed` when nobody listens.
    package init(
        _ kind: Socket.Kind, to peer: PeerAddress, from local: HostAddress? = nil, isPrivileged: Bool = false,
        receiveBuffer: Int32? = nil
    ) throws(WireError) {
        var failure = WireError.closed
        for _ in 0..<(isPrivileged ? 64 : 1) {
            do throws(WireError) {
                let port: UInt16 = isPrivileged ? .random(in: 520...1023) : 0
                descriptor = try Self.open(kind, peer, local, port, receiveBuffer)
                return
            } catch {
                failure = error
                if error == .closed { break }
            }
        }
        throw failure
    }

    /// Connects to a Unix-domain socket.
    ///
    /// - Throws: `WireError.system`, or `.closed` when nobody listens.
    package init(path: String) throws(WireError) {
        guard let target = SocketAddress(path: path) else { throw .system("no path for a socket: \(path)") }
        let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw .system("socket: errno \(errno)") }
        guard target.withPointer({ connect(fd, $0, $1) }) == 0 else {
            let code = errno
            close(fd)
            throw code == ECONNREFUSED || code == ENOENT ? .closed : .system("connect: errno \(code)")
        }
        descriptor = fd
    }

    deinit { close(descriptor) }

    private static func open(
        _ kind: Socket.Kind, _ peer: PeerAddress, _ local: HostAddress?, _ port: UInt16, _ receiveBuffer: Int32?
    ) throws(WireError) -> Int32 {
        let family = peer.host.ipv4 == nil ? AF_INET6 : AF_INET
        let type = Int32((kind == .stream ? SOCK_STREAM : SOCK_DGRAM).rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let fd = socket(family, type, 0)
        guard fd >= 0 else { throw .system("socket: errno \(errno)") }
        do throws(WireError) {
            if var size = receiveBuffer {
                setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            }
            if local != nil || port != 0 { try bind(fd, family, local, port) }
            let target = SocketAddress(peer, family: family)
            guard target.withPointer({ connect(fd, $0, $1) }) == 0 else {
                throw errno == ECONNREFUSED ? .closed : .system("connect: errno \(errno)")
            }
        } catch {
            close(fd)
            throw error
        }
        return fd
    }

    private static func bind(
        _ fd: Int32, _ family: Int32, _ local: HostAddress?, _ port: UInt16
    ) throws(WireError) {
        var one: Int32 = 1
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let any = family == AF_INET ? HostAddress.anyIPv4 : HostAddress("::") ?? .anyIPv4
        let address = SocketAddress(PeerAddress(host: local ?? any, port: port), family: family)
        guard address.withPointer({ Glibc.bind(fd, $0, $1) }) == 0 else { throw .system("bind: errno \(errno)") }
    }

    /// Our end.
    package var localAddress: PeerAddress? { Socket.localAddress(descriptor) }

    /// Sends all bytes.
    package func send(_ bytes: [UInt8], within seconds: Double = 10) throws(WireError) {
        let deadline = EventLoop.now + seconds
        var sent = 0
        while sent < bytes.count {
            let size = bytes.withUnsafeBytes { raw in
                Glibc.send(
                    descriptor, raw.baseAddress.map { $0 + sent }, raw.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if size >= 0 {
                sent += size
            } else if errno == EAGAIN {
                try wait(POLLOUT, until: deadline)
            } else if errno != EINTR {
                throw .closed
            }
        }
    }

    /// Receives what there is, at most `count` bytes; an empty array is the end of the connection.
    package func receive(atMost count: Int, within seconds: Double = 10) throws(WireError) -> [UInt8] {
        let deadline = EventLoop.now + seconds
        while true {
            try wait(POLLIN, until: deadline)
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, filled in
                let size = recv(descriptor, buffer.baseAddress, count, Int32(MSG_DONTWAIT))
                if size < 0 { failure = errno }
                filled = max(size, 0)
            }
            if failure == 0 { return bytes }
            guard failure == EAGAIN || failure == EINTR else { throw .closed }
        }
    }

    /// Receives exactly `count` bytes.
    package func receive(exactly count: Int, within seconds: Double = 10) throws(WireError) -> [UInt8] {
        let deadline = EventLoop.now + seconds
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try receive(atMost: count - bytes.count, within: deadline - EventLoop.now)
            guard !more.isEmpty else { throw .closed }
            bytes += more
        }
        return bytes
    }

    /// Whether the peer closes the connection within some time; whatever it sends before is thrown away.
    package func isClosed(within seconds: Double) -> Bool {
        let deadline = EventLoop.now + seconds
        while true {
            do throws(WireError) {
                if try receive(atMost: 65_536, within: deadline - EventLoop.now).isEmpty { return true }
            } catch {
                return error == .closed
            }
        }
    }

    /// Says that nothing more will be sent; replies can still come.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func wait(_ events: Int32, until deadline: Double) throws(WireError) {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let milliseconds = Int32(max(0, min((deadline - EventLoop.now) * 1000, 600_000)))
        let count = poll(&entry, 1, milliseconds)
        if count == 0 || (count < 0 && errno != EINTR) { throw .timeout }
    }
}
