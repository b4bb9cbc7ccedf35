/// One line on a terminal that says how far a long command is, from its first second on (`tools.md` 15).
final class NiclProgress {
    private let total: Int
    private let writer: OutputWriter?
    private let start = ContinuousClock.now
    private var shown: ContinuousClock.Instant?

    private static let patience = Duration.seconds(1)
    private static let interval = Duration.milliseconds(200)

    init(total: Int, _ environment: ToolEnvironment, isQuiet: Bool) {
        self.total = total
        writer = !isQuiet && environment.error.isTerminal ? environment.error : nil
    }

    /// Says that `count` entries are done.
    func show(_ count: Int) {
        guard let writer else { return }
        let now = ContinuousClock.now
        guard now - start > Self.patience, now - (shown ?? start) > Self.interval else { return }
        shown = now
        let rate = Double(count) / ((now - start) / .seconds(1))
        writer.write("\r\(count)/\(total) entries, \(Int(rate))/s ")
        writer.flush()
    }

    /// Takes the line away.
    func end() {
        guard let writer, shown != nil else { return }
        writer.write("\r\u{1B}[K")
        writer.flush()
    }
}
