/// The moment after which a client stops waiting; every step of one operation shares it.
package struct ClientDeadline: Hashable, Sendable {
    private let instant: ContinuousClock.Instant?

    private init(instant: ContinuousClock.Instant?) { self.instant = instant }

    /// Waits as long as it takes.
    package static let never = ClientDeadline(instant: nil)

    /// The moment `duration` from now.
    package static func after(_ duration: Duration) -> ClientDeadline {
        ClientDeadline(instant: ContinuousClock.now.advanced(by: duration))
    }

    /// Whether the moment is past.
    package var hasPassed: Bool { remaining == .zero }

    /// The time left, zero once it has passed; nil when there is no limit.
    package var remaining: Duration? {
        instant.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
    }

    /// The time left in milliseconds, rounded up, as poll(2) wants it: -1 without a limit.
    package var pollTimeout: Int32 {
        guard let remaining else { return -1 }
        let (seconds, attoseconds) = remaining.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// The earlier of this moment and the one `duration` from now.
    package func within(_ duration: Duration) -> ClientDeadline {
        let other = ContinuousClock.now.advanced(by: duration)
        guard let instant else { return ClientDeadline(instant: other) }
        return ClientDeadline(instant: min(instant, other))
    }
}
