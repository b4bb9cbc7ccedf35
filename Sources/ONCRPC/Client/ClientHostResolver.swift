import Glibc
import Synchronization

/// Host names and addresses through the system's resolver.
package enum ClientHostResolver {
    /// The addresses of a host, given by name or numerically, in the resolver's order; empty when it has none.
    ///
    /// The system's resolver cannot be interrupted, so it runs on a thread of its own that is abandoned when the
    /// deadline passes.
    package static func addresses(of host: String, deadline: ClientDeadline) -> [ClientAddress] {
        if let address = ClientAddress(host) { return [address] }
        guard !host.isEmpty, let lookup = HostLookup(host: host) else { return [] }
        return lookup.run(deadline: deadline)
    }

    /// The name of an address; nil when it has none.
    package static func name(of address: ClientAddress) -> String? {
        var name = [CChar](repeating: 0, count: 1025)
        let status = address.withSocketAddress(port: 0) {
            getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, Int32(NI_NAMEREQD))
        }
        guard status == 0 else { return nil }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
}

/// One question to the system's resolver, answered on another thread.
private final class HostLookup: Sendable {
    private let host: String
    private let readEnd: Int32
    private let writeEnd: Int32
    private let found = Mutex<[ClientAddress]>([])

    init?(host: String) {
        self.host = host
        var ends: [Int32] = [-1, -1]
        let status = pipe(&ends)
        (readEnd, writeEnd) = (ends[0], ends[1])
        if status != 0 { return nil }
    }

    deinit {
        if readEnd >= 0 { close(readEnd) }
        if writeEnd >= 0 { close(writeEnd) }
    }

    func run(deadline: ClientDeadline) -> [ClientAddress] {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<HostLookup>.fromOpaque(context).takeRetainedValue().resolve()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return []
        }
        pthread_detach(thread)
        var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, deadline.pollTimeout) < 0, errno == EINTR {}
        return found.withLock { $0 }
    }

    private func resolve() {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        if getaddrinfo(host, nil, &hints, &first) == 0 {
            let addresses = sequence(first: first) { $0?.pointee.ai_next }
                .prefix { $0 != nil }
                .compactMap { $0?.pointee.ai_addr.flatMap { ClientAddress($0) } }
            found.withLock { $0 = addresses }
            freeaddrinfo(first)
        }
        var signal: UInt8 = 1
        _ = write(writeEnd, &signal, 1)
    }
}
