/// Shows on a terminal how far something is, once it has taken a second.
final class ProgressLine {
    private let writer: OutputWriter
    private let isShown: Bool
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant
    private var hasLine = false

    init(_ environment: ToolEnvironment) {
        writer = environment.error
        isShown = environment.error.isTerminal
        next = clock.now.advanced(by: .seconds(1))
    }

    /// Tells the state: `verb` says what is done to `done` of `total` things of this `unit`.
    func update(_ verb: String, _ done: Int, of total: Int, _ unit: String) {
        guard isShown, clock.now >= next else { return }
        next = clock.now.advanced(by: .milliseconds(100))
        let share = total > 0 ? " (\(done * 100 / total) %)" : ""
        show("\(verb): \(done) of \(total) \(unit)\(share)")
    }

    /// Tells how many of an unknown number are done.
    func update(_ verb: String, _ done: Int, _ unit: String) {
        guard isShown, clock.now >= next else { return }
        next = clock.now.advanced(by: .milliseconds(100))
        show("\(verb): \(done) \(unit)")
    }

    private func show(_ text: String) {
        writer.write("\r\u{1B}[K\(text)")
        writer.flush()
        hasLine = true
    }

    /// Takes the line away.
    func clear() {
        guard hasLine else { return }
        writer.write("\r\u{1B}[K")
        writer.flush()
        hasLine = false
    }
}
