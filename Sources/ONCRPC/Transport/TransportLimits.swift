/// What one event loop lets its peers use.
package struct TransportLimits: Sendable {
    /// Bytes of one request over all its fragments.
    package var record = 8 << 20
    /// Fragments of one request.
    package var fragments = 1024
    /// Bytes of one reply.
    package var reply = 1 << 30
    /// Open connections; beyond it the least recently used one is closed.
    package var connections = 10_000
    /// Open connections of one address that is not loopback, or of one user by Unix-domain sockets who is not root.
    package var connectionsPerPeer = 512
    /// Bytes kept for all connections together: half requests and unsent replies.
    package var buffered = 256 << 20
    /// Unanswered calls of one connection.
    package var pending = 1024
    /// Bytes of unsent replies above which a connection's requests are not even parsed.
    package var highWater = 256 << 10
    /// Seconds that half a request or an unread reply may stand still.
    package var stall: Double = 30
    /// Seconds that a drain may take.
    package var drain: Double = 5

    package init() {}
}
