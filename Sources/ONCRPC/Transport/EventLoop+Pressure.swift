extension EventLoop {
    /// Starts looking for stalled connections once a second, for as long as there are candidates.
    func watchStalls() {
        guard !connections.isWatched else { return }
        connections.isWatched = true
        schedule(after: min(1, limits.stall)) { loop in loop.closeStalled() }
    }

    private func closeStalled() {
        connections.isWatched = false
        let now = Self.now
        for descriptor in connections.stalling {
            guard let connection = connections.all[descriptor] else {
                connections.stalling.remove(descriptor)
                continue
            }
            guard connection.hasStalled(at: now, limits) else { continue }
            counters.closedAsStalled += 1
            onRefusal(connection.peer, "it left a request or a reply half done for \(Int(limits.stall)) seconds")
            connection.close(on: self)
        }
        if !connections.stalling.isEmpty { watchStalls() }
    }

    /// Closes the least recently used of the connections that hold memory until the total is below the limit.
    func relievePressure() {
        while connections.buffered > limits.buffered {
            guard let oldest = connections.leastRecentlyUsed(where: { $0.buffered > 0 }) else { return }
            counters.closedAsLeastRecentlyUsed += 1
            onRefusal(oldest.peer, "all connections together hold too much memory")
            oldest.close(on: self)
        }
    }

    /// Stops taking connections, lets every request that came be answered, then stops the loop.
    package func drain(_ listeners: [any EventSource], then finish: @escaping (EventLoop) -> Void) {
        for listener in listeners {
            listener.ready(.readable, on: self)
            remove(listener)
        }
        awaitDrain(until: Self.now + limits.drain, finish)
    }

    private func awaitDrain(until deadline: Double, _ finish: @escaping (EventLoop) -> Void) {
        let isDone = connections.all.values.allSatisfy(\.isDrained)
        guard !isDone, Self.now < deadline else {
            for connection in connections.all.values { connection.close(on: self) }
            finish(self)
            return
        }
        schedule(after: 0.01) { loop in loop.awaitDrain(until: deadline, finish) }
    }

    /// Closes every connection to an endpoint that serves nothing but `program`.
    package func closeConnections(of program: any RPCProgram) {
        for connection in connections.all.values where connection.serves(only: program) { connection.close(on: self) }
    }

    /// Closes every connection whose peer no longer is welcome at its endpoint.
    package func closeConnections(where isUnwelcome: (PeerAddress) -> Bool) {
        for connection in connections.all.values where isUnwelcome(connection.peer) { connection.close(on: self) }
    }
}

extension EventLoop {
    /// Open connections now, at most so far, allowed, and closed as least recently used: texts for STATISTICS.
    package var connectionCounts: [String] {
        [
            "\(connections.count)", "\(counters.peakConnections)", "\(limits.connections)",
            "\(counters.closedAsLeastRecentlyUsed)",
        ]
    }
}

extension EventLoop {
    /// Answers deferred calls from the loop's own thread.
    package func answer(_ completions: [LoopMailbox.Completion]) {
        mailbox.complete(completions)
    }
}
