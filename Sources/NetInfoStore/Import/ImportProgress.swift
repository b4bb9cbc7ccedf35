/// Tells a caller how far an import is, at most some hundred times.
struct ImportProgress {
    private let total: Int
    private let report: ((_ done: Int, _ total: Int) -> Void)?
    private var done = 0
    private var reported = 0

    /// Counts up to `total` bytes.
    init(total: Int, report: ((_ done: Int, _ total: Int) -> Void)?) {
        self.total = total
        self.report = report
    }

    /// Counts bytes that have been read.
    mutating func advance(by count: Int) {
        done = min(done + count, total)
        guard done - reported > total / 200 else { return }
        reported = done
        report?(done, total)
    }

    /// Reports the end.
    func finish() {
        report?(total, total)
    }
}
