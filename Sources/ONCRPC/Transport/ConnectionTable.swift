/// The open connections of a loop, counted by host or user and by the memory they hold.
struct ConnectionTable {
    /// Who connections are counted for: a host, or a user of this one.
    struct Owner: Hashable {
        private let host: HostAddress
        private let user: UInt32?

        init(_ peer: PeerAddress) {
            host = peer.host
            user = peer.user
        }

        /// Whether there is a limit to its connections: not for programs of this host, unless the system says whose
        /// they are, and not for root.
        var isLimited: Bool { user.map { $0 != 0 } ?? !host.isLoopback }
    }

    private(set) var all: [Int32: StreamConnection] = [:]
    private var perOwner: [Owner: Int] = [:]

    /// Bytes held for all connections together.
    var buffered = 0

    /// Connections in the middle of a request or with an unread reply.
    var stalling: Set<Int32> = []

    /// Whether a timer is set that looks at these.
    var isWatched = false

    var count: Int { all.count }

    mutating func insert(_ connection: StreamConnection) {
        all[connection.descriptor] = connection
        perOwner[Owner(connection.peer), default: 0] += 1
    }

    mutating func remove(_ connection: StreamConnection) {
        guard all.removeValue(forKey: connection.descriptor) != nil else { return }
        stalling.remove(connection.descriptor)
        let owner = Owner(connection.peer)
        let left = (perOwner[owner] ?? 1) - 1
        perOwner[owner] = left > 0 ? left : nil
    }

    func count(of owner: Owner) -> Int { perOwner[owner] ?? 0 }

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
