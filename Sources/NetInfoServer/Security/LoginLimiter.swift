import ONCRPC

/// Counts wrong passwords by address and by user, and says when there have been too many.
///
/// Each has a bucket of `failures` tokens that fills up within a minute. Lives on the event loop's thread.
package struct LoginLimiter {
    /// Whom failures are counted for.
    private enum Subject: Hashable {
        case address(HostAddress)
        case localUser(UInt32)
        case user(domain: String, uid: UInt32)
    }

    private struct Bucket {
        var tokens: Double
        var at: Double
    }

    private let failures: Int
    private var buckets: [Subject: Bucket] = [:]

    /// Attempts that were refused unread.
    package private(set) var refused: UInt64 = 0

    /// Subjects that are remembered.
    private static let capacity = 4096

    /// Allows so many wrong passwords a minute; any number for 0.
    package init(failures: Int) { self.failures = failures }

    /// Takes a token for an attempt; false when there have been too many wrong ones.
    mutating func admit(_ peer: PeerAddress, uid: UInt32, domain: String, at now: Double) -> Bool {
        guard failures > 0 else { return true }
        let subjects = Self.subjects(peer, uid, domain)
        for subject in subjects {
            refill(subject, now)
            guard let bucket = buckets[subject], bucket.tokens >= 1 else {
                refused += 1
                return false
            }
        }
        for subject in subjects { buckets[subject]?.tokens -= 1 }
        return true
    }

    /// Gives the tokens of an attempt back that turned out right.
    mutating func forgive(_ peer: PeerAddress, uid: UInt32, domain: String) {
        for subject in Self.subjects(peer, uid, domain) { buckets[subject]?.tokens += 1 }
    }

    /// Hosts of one IPv6 network of 64 bits count as one: a host can have all its addresses.
    private static func subjects(_ peer: PeerAddress, _ uid: UInt32, _ domain: String) -> [Subject] {
        [peer.user.map(Subject.localUser) ?? .address(peer.host.counted), .user(domain: domain, uid: uid)]
    }

    private mutating func refill(_ subject: Subject, _ now: Double) {
        let full = Double(failures)
        guard let bucket = buckets[subject] else {
            if buckets.count >= Self.capacity { forgetFull(now) }
            buckets[subject] = Bucket(tokens: full, at: now)
            return
        }
        let tokens = min(full, bucket.tokens + (now - bucket.at) * full / 60)
        buckets[subject] = Bucket(tokens: tokens, at: now)
    }

    /// Forgets those that have not failed for a minute; if that is nobody, the ones that failed least.
    private mutating func forgetFull(_ now: Double) {
        buckets = buckets.filter { now - $0.value.at < 60 }
        guard buckets.count >= Self.capacity else { return }
        for (subject, _) in buckets.sorted(by: { $0.value.tokens > $1.value.tokens }).prefix(Self.capacity / 4) {
            buckets[subject] = nil
        }
    }
}
