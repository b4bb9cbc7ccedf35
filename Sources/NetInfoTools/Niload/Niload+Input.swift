import NetInfoFormats
import NetInfoProtocol

/// What is wrong with the input (`tools.md` 8.5).
extension Niload {
    /// Reports lines that are not understood; returns whether there are any. With `--strict` they end the load.
    func report(_ problems: [FormatProblem]) throws(ToolFailure) -> Bool {
        for problem in problems {
            let column: MessageText = problem.column > 1 ? " (column \(problem.column))" : ""
            diagnostics.report(
                ToolFailure("\(problem.line): \(problem.reason)\(column)", exit: .syntax))
        }
        if command.isStrict, !problems.isEmpty { throw ToolFailure(nil, exit: .syntax) }
        return !problems.isEmpty
    }

    func warn(_ warnings: [FormatProblem]) {
        for warning in warnings { diagnostics.warn("line \(warning.line): \(warning.reason)") }
    }

    /// What the protocol cannot carry of an entry; nil when it is all right.
    static func excess(in list: PropertyList) -> String? {
        if list.properties.count > NILimit.properties { return "more than \(NILimit.properties) properties" }
        for property in list.properties {
            if property.values.count > NILimit.values { return "more than \(NILimit.values) values" }
            if property.name.count > NILimit.name || property.values.contains(where: { $0.count > NILimit.name }) {
                return "a name or value of more than \(NILimit.name) bytes"
            }
        }
        return nil
    }

    /// Takes out entries that the protocol cannot carry, as lines that are not understood.
    func removeExcess(from reading: inout FormatReading) {
        reading.entries.removeAll { entry in
            guard let reason = Self.excess(in: entry.properties) else { return false }
            reading.problems.append(FormatProblem(line: entry.line, column: 1, reason: Array(reason.utf8)))
            return true
        }
    }
}
