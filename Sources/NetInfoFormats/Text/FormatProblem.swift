/// What is wrong with a place in an input text.
package struct FormatProblem: Error, Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    /// Counted in bytes from 1.
    package var column: Int
    /// One clause, without a full stop.
    package var reason: [UInt8]

    package init(line: Int, column: Int, reason: [UInt8]) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    init(line: Int, column: Int, _ reason: String) {
        self.init(line: line, column: column, reason: Array(reason.utf8))
    }
}
