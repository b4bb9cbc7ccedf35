/// How long property lists take their time.
package struct MirrorPace: Hashable, Sendable {
    /// Seconds from a change to its property list.
    package var delay: Double
    /// Seconds to the next try after a failure.
    package var retry: Double

    package init(delay: Double = 0.5, retry: Double = 5) {
        self.delay = delay
        self.retry = retry
    }
}
