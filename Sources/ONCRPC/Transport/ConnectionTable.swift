/// The open connections of a loop, counted by host and by the memory they hold.
struct ConnectionTable {
    private(set) var all: [Int32: StreamConnection] = [:]
    private var perHost: [HostAddress: Int] = [:]

    /// Bytes held for all connections together.
    var buffered = 0

    /// Connections in the middle of a request or with an unread reply.
    var stalling: Set<Int32> = []

    /// Whether a timer is set that looks at these.
    var isWatched = false

    var count: Int { all.count }

    mutating func insert(_ connection: StreamConnection) {
        all[connection.descriptor] = connection
        perHost[connection.peer.host, default: 0] += 1
    }

    mutating func remove(_ connection: StreamConnection) {
        guard all.removeValue(forKey: connection.descriptor) != nil else { return }
        stalling.remove(connection.descriptor)
        let left = (perHost[connection.peer.host] ?? 1) - 1
        perHost[connection.peer.host] = left > 0 ? left : nil
    }

    func count(of host: HostAddress) -> Int { perHost[host] ?? 0 }

    /// The connection unused for the longest time among those that `isCandidate` allows.
    func leastRecentlyUsed(where isCandidate: (StreamConnection) -> Bool) -> StreamConnection? {
        var oldest: StreamConnection?
        for connection in all.values where isCandidate(connection) {
            if let best = oldest, best.lastUsed <= connection.lastUsed { continue }
            oldest = connection
        }
        return oldest
    }
}
