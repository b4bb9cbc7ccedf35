import Glibc

/// The sockets and transaction ids of one question put to several servers over UDP.
struct DatagramExchange {
    private let targets: [RPCDatagramClient.Target]
    private let attempt: String
    private let firstXID = UInt32.random(in: 0...UInt32.max)
    private var sockets: [Int32: ClientSocket] = [:]

    /// Opens one socket per address family of the targets.
    init(targets: [RPCDatagramClient.Target], attempt: String) throws(RPCClientError) {
        self.targets = targets
        self.attempt = attempt
        for target in targets {
            let family = target.endpoint.address.family
            guard sockets[family] == nil else { continue }
            let socket = try ClientSocket(family: family, kind: SOCK_DGRAM, attempt: attempt)
            socket.set(SO_BROADCAST, level: SOL_SOCKET, to: 1)
            // With a single target "port unreachable" can only mean that one, so there is no need to wait for nothing.
            if targets.count == 1, family == AF_INET { socket.set(IP_RECVERR, level: Int32(IPPROTO_IP), to: 1) }
            if targets.count == 1, family == AF_INET6 { socket.set(IPV6_RECVERR, level: Int32(IPPROTO_IPV6), to: 1) }
            sockets[family] = socket
        }
    }

    /// Sends every target its call. Unreachable targets are skipped unless there is only one.
    func send() throws(RPCClientError) {
        for (index, target) in targets.enumerated() {
            guard let socket = sockets[target.endpoint.address.family] else { continue }
            let message = target.call.datagram(xid: firstXID &+ UInt32(truncatingIfNeeded: index))
            let sent = target.endpoint.address.withSocketAddress(port: target.endpoint.port) { address, size in
                sendto(socket.descriptor, message, message.count, 0, address, size)
            }
            if sent < 0, targets.count == 1, errno != EAGAIN { throw .system("sendto", attempt: attempt) }
        }
    }

    /// The next reply to one of the calls with the index of its target; nil when the deadline passes first.
    func receive(deadline: ClientDeadline) throws(RPCClientError) -> (Int, ClientReply, ClientAddress?)? {
        while true {
            var entries = sockets.values.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            let count = poll(&entries, nfds_t(entries.count), deadline.pollTimeout)
            if count < 0, errno != EINTR { throw .system("poll", attempt: attempt) }
            if count > 0, let answer = try readFirst(of: entries) { return answer }
            if deadline.hasPassed { return nil }
        }
    }

    private func readFirst(
        of entries: [pollfd]
    ) throws(RPCClientError) -> (Int, ClientReply, ClientAddress?)? {
        for entry in entries where entry.revents != 0 {
            guard let (message, source) = try read(from: entry.fd) else { continue }
            guard let reply = try? ClientReply(message: message) else { continue }
            let index = Int(reply.xid &- firstXID)
            if index < targets.count { return (index, reply, source) }
        }
        return nil
    }

    private func read(from descriptor: Int32) throws(RPCClientError) -> ([UInt8], ClientAddress?)? {
        var message = [UInt8](repeating: 0, count: 65_536)
        var storage = sockaddr_storage()
        let (count, source) = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let count = recvfrom(descriptor, &message, message.count, 0, address, &size)
                return (count, count < 0 ? nil : ClientAddress(address))
            }
        }
        guard count >= 0 else {
            if targets.count == 1, errno != EAGAIN, errno != EINTR { throw .system("recvfrom", attempt: attempt) }
            return nil
        }
        message.removeSubrange(count...)
        return (message, source)
    }
}
