/// One line on a terminal that says how far a load has come (`tools.md` 15).
final class LoadProgress {
    private static let firstAfter = Duration.seconds(1)
    private static let interval = Duration.milliseconds(200)

    private let writer: OutputWriter
    private let total: Int
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var next: ContinuousClock.Instant
    private var done = 0
    private var hasLine = false

    init(total: Int, writer: OutputWriter, isQuiet: Bool) {
        self.total = total
        self.writer = writer
        isShown = !isQuiet && writer.isTerminal
        next = start + Self.firstAfter
    }

    /// Counts one entry.
    func step() {
        done += 1
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + Self.interval
        let seconds = Double((now - start).components.seconds) + 0.001
        writer.write("\r\(done)/\(total) entries, \(Int(Double(done) / seconds))/s ")
        writer.flush()
        hasLine = true
    }

    /// Ends the line.
    func finish() {
        guard hasLine else { return }
        writer.write("\r\(done)/\(total) entries\u{1B}[K\n")
        writer.flush()
    }
}
