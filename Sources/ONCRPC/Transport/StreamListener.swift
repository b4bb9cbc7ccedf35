import Glibc

/// A listening TCP or Unix-domain socket and the programs behind it.
package final class StreamListener: EventSource {
    package let descriptor: Int32
    private let endpoint: RPCEndpoint

    /// Takes over a bound, listening, non-blocking socket.
    package init(descriptor: Int32, endpoint: RPCEndpoint) {
        self.descriptor = descriptor
        self.endpoint = endpoint
    }

    package func ready(_ readiness: Readiness, on loop: EventLoop) {
        for _ in 0..<64 {
            switch Socket.accept(descriptor) {
            case .connection(let fd, let peer): open(fd, peer, loop)
            case .nothing: return
            case .outOfDescriptors:
                guard evict(loop, { _ in true }) else {
                    refuseOne(loop)
                    return
                }
            }
        }
    }

    private func open(_ fd: Int32, _ peer: PeerAddress, _ loop: EventLoop) {
        guard endpoint.accepts(peer) else {
            close(fd)
            return
        }
        makeRoom(for: peer, loop)
        let connection = StreamConnection(descriptor: fd, peer: peer, endpoint: endpoint, loop: loop)
        do throws(SystemError) {
            try loop.add(connection, .readable)
        } catch {
            close(fd)
            return
        }
        loop.connections.insert(connection)
        loop.counters.accepted += 1
        loop.counters.peakConnections = max(loop.counters.peakConnections, loop.connections.count)
    }

    private func makeRoom(for peer: PeerAddress, _ loop: EventLoop) {
        let owner = ConnectionTable.Owner(peer)
        if owner.isLimited, loop.connections.count(of: owner) >= loop.limits.connectionsPerPeer {
            evict(loop) { ConnectionTable.Owner($0.peer) == owner }
        }
        if loop.connections.count >= loop.limits.connections { evict(loop) { _ in true } }
    }

    /// Out of descriptors and without an old connection that could give way: the new one is taken and closed at once.
    private func refuseOne(_ loop: EventLoop) {
        loop.withSpareDescriptor {
            guard case .connection(let fd, let peer) = Socket.accept(descriptor) else { return }
            loop.onRefusal(peer, "the process has no file descriptor left; raise LimitNOFILE")
            close(fd)
        }
    }

    /// Closes the least recently used candidate; false when there is none.
    @discardableResult
    private func evict(_ loop: EventLoop, _ isCandidate: (StreamConnection) -> Bool) -> Bool {
        guard let oldest = loop.connections.leastRecentlyUsed(where: isCandidate) else { return false }
        loop.counters.closedAsLeastRecentlyUsed += 1
        oldest.close(on: loop)
        return true
    }
}
