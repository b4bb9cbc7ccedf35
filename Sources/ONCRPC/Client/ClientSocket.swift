import Glibc

/// A non-blocking socket whose every wait is bounded by a deadline. Closed when released.
final class ClientSocket {
    /// How binding to a local port ended.
    enum BindResult { case bound, inUse, refused }

    let descriptor: Int32
    /// What the socket is for, for errors.
    let attempt: String

    /// A stream (`SOCK_STREAM`) or UDP (`SOCK_DGRAM`) socket; `attempt` says in errors what it is for.
    init(family: Int32, kind: __socket_type, attempt: String) throws(RPCClientError) {
        self.attempt = attempt
        let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        descriptor = socket(family, Int32(kind.rawValue | flags), 0)
        guard descriptor >= 0 else { throw .system("socket", attempt: attempt) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Sets an integer socket option; one that the system does not know is left alone.
    func set(_ option: Int32, level: Int32, to value: Int32) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Binds to `port` of every local address.
    func bind(port: UInt16, family: Int32) -> BindResult {
        guard let any = ClientAddress(family == AF_INET ? "0.0.0.0" : "::") else { return .refused }
        let status = any.withSocketAddress(port: port) { Glibc.bind(descriptor, $0, $1) }
        if status == 0 { return .bound }
        return errno == EADDRINUSE || errno == EADDRNOTAVAIL ? .inUse : .refused
    }

    /// Connects, waiting until the deadline.
    func connect(to endpoint: ClientEndpoint, deadline: ClientDeadline) throws(RPCClientError) {
        let status = endpoint.address.withSocketAddress(port: endpoint.port) { Glibc.connect(descriptor, $0, $1) }
        if status == 0 { return }
        guard errno == EINPROGRESS || errno == EINTR else { throw .system("connect", attempt: attempt) }
        _ = try wait(for: Int16(POLLOUT), deadline: deadline)
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
            throw .system("getsockopt", attempt: attempt)
        }
        guard code == 0 else { throw .system("connect", attempt: attempt, code: code) }
    }

    /// Waits for one of `events` and returns those that came.
    func wait(for events: Int16, deadline: ClientDeadline) throws(RPCClientError) -> Int16 {
        while true {
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            let count = poll(&entry, 1, deadline.pollTimeout)
            if count > 0 { return entry.revents }
            if count == 0 || (errno == EINTR && deadline.hasPassed) {
                throw RPCClientError(.timedOut, attempt: attempt)
            }
            guard errno == EINTR else { throw .system("poll", attempt: attempt) }
        }
    }
}
