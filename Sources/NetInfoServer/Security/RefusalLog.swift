package import Logging
package import ONCRPC

/// Logs what was refused and what an administrator who wants it otherwise can do, without letting a caller who tries
/// again and again fill the disk: one line a minute for each host and reason, and not too many of these.
///
/// Lives on the event loop's thread.
package final class RefusalLog {
    private struct Key: Hashable {
        let host: HostAddress
        let reason: String

        /// Nobody gets a line for each of the addresses of an IPv6 network.
        init(_ peer: PeerAddress, _ reason: String) {
            host = peer.host.counted
            self.reason = reason
        }
    }

    private struct Recent {
        var since: Double
        var suppressed: Int
    }

    private let logger: Logger
    private let now: () -> Double
    private var recent: [Key: Recent] = [:]
    private var minute = -Double.infinity
    private var lines = 0

    private static let interval = 60.0
    /// Seconds between two hints for one host.
    private static let hintInterval = 3600.0
    /// Lines a minute: senders of datagrams can be forged.
    private static let most = 100
    /// Hosts and reasons that are remembered.
    private static let capacity = 1024

    /// Logs to `logger`, by a clock that never jumps.
    package init(logger: Logger, now: @escaping () -> Double = { EventLoop.now }) {
        self.logger = logger
        self.now = now
    }

    /// Notes a refusal: why, and what to change if it was wrong.
    package func note(
        _ peer: PeerAddress, _ reason: String, remedy: String? = nil, domain: String? = nil,
        by action: String = "refused",
        details: Logger.Metadata = [:]
    ) {
        let key = Key(peer, reason)
        let time = now()
        if var known = recent[key], time - known.since < Self.interval {
            known.suppressed += 1
            recent[key] = known
            return
        }
        guard mayLog(time) else { return }
        if recent.count >= Self.capacity { forgetOld(time) }
        var metadata = details
        metadata["peer"] = "\(peer)"
        if let domain { metadata["domain"] = "\(domain)" }
        if let suppressed = recent[key]?.suppressed, suppressed > 0 { metadata["repeated"] = "\(suppressed)" }
        recent[key] = Recent(since: time, suppressed: 0)
        logger.notice("\(action): \(reason)\(remedy.map { " (\($0))" } ?? "")", metadata: metadata)
    }

    private func mayLog(_ time: Double) -> Bool {
        if time - minute >= Self.interval {
            minute = time
            lines = 0
        }
        lines += 1
        if lines == Self.most {
            logger.notice("more is refused than is worth a line each; the rest of this minute is not")
        }
        return lines < Self.most
    }

    /// Whether a host was not given this hint within the hour.
    func mayHint(_ peer: PeerAddress, _ fact: String) -> Bool {
        guard let known = recent[Key(peer, fact)] else { return true }
        return now() - known.since >= Self.hintInterval
    }

    /// Notes something that is as it should be and may surprise all the same.
    func hint(_ peer: PeerAddress, _ fact: String, remedy: String, domain: String) {
        let time = now()
        if recent.count >= Self.capacity { forgetOld(time) }
        recent[Key(peer, fact)] = Recent(since: time, suppressed: 0)
        logger.info("\(fact) (\(remedy))", metadata: ["peer": "\(peer)", "domain": "\(domain)"])
    }

    private func forgetOld(_ time: Double) {
        recent = recent.filter { time - $0.value.since < Self.interval }
        if recent.count >= Self.capacity { recent.removeAll() }
    }
}
