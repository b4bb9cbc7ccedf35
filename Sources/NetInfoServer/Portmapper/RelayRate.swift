import ONCRPC

/// Bounds how often a host may have calls relayed (`protocol.md` 9.3, S16): a second's worth at once, then as many a
/// second.
struct RelayRate {
    private struct Bucket {
        var tokens: Double
        var at: Double
    }

    private let perSecond: Double
    private var buckets: [HostAddress: Bucket] = [:]

    /// Hosts that are remembered. A flood of forged senders beyond that is not relayed.
    private static let capacity = 1024

    /// Allows so many calls a second from one host; any number for 0.
    init(perSecond: Int) { self.perSecond = Double(perSecond) }

    /// Whether a host may have one more call relayed.
    mutating func admit(_ host: HostAddress, at now: Double) -> Bool {
        guard perSecond > 0 else { return true }
        let host = host.counted
        var bucket = buckets[host] ?? Bucket(tokens: perSecond, at: now)
        bucket.tokens = min(perSecond, bucket.tokens + (now - bucket.at) * perSecond)
        bucket.at = now
        if buckets[host] == nil, buckets.count >= Self.capacity {
            buckets = buckets.filter { now - $0.value.at < 1 }
            guard buckets.count < Self.capacity else { return false }
        }
        let isAdmitted = bucket.tokens >= 1
        if isAdmitted { bucket.tokens -= 1 }
        buckets[host] = bucket
        return isAdmitted
    }
}
