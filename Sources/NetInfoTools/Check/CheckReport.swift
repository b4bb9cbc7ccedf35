import NetInfoStore

/// What a check found and a repair did, for people and for programs.
struct CheckReport {
    private let outcome: StoreRepair.Outcome

    init(_ outcome: StoreRepair.Outcome) { self.outcome = outcome }

    // MARK: Text

    var text: [UInt8] {
        var lines: [String] = []
        if !outcome.actions.isEmpty {
            lines += outcome.before.domains.flatMap(\.findings).filter(\.kind.isProblem).map {
                "found: \(Self.line($0))"
            }
            lines += outcome.actions.map { "repair: \($0)" }
        }
        if let holder = outcome.after.holder {
            lines.append("\(holder) is at work on the store; what differed was looked at twice")
        }
        for domain in outcome.after.domains { lines += Self.lines(domain) }
        lines += outcome.after.leftovers.map { "note: \(Self.line($0))" }
        return lines.flatMap { Array("\($0)\n".utf8) }
    }

    private static func lines(_ domain: DomainFindings) -> [String] {
        let problems = domain.findings.filter(\.kind.isProblem)
        let state = problems.isEmpty ? "in order" : problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        let head = "\(domain.tag): \(state), \(domain.directories) directories, \(domain.plists) property lists"
        let notes = domain.findings.filter { !$0.kind.isProblem }
        return [head] + problems.map { "  problem: \(line($0))" } + notes.map { "  note: \(line($0))" }
    }

    private static func line(_ finding: StoreFinding) -> String {
        let subject = finding.id.map { "\(finding.file) (directory \($0))" } ?? finding.file
        let remedy = finding.remedy.map { "; \($0)" } ?? ""
        return "\(subject): \(finding.text)\(remedy)"
    }

    // MARK: JSON

    var json: [UInt8] {
        let report = outcome.after
        let document = JSONValue.object([
            .init("store", .text(report.store)),
            .init("sound", .bool(report.isSound)),
            .init("process", report.holder.map { .number(Int($0.process)) } ?? .null),
            .init("domains", .array(report.domains.map(Self.json))),
            .init("leftovers", .array(report.leftovers.map(Self.json))),
            .init("repairs", .array(outcome.actions.map { .text($0) })),
        ])
        return document.encoded + [UInt8(ascii: "\n")]
    }

    private static func json(_ domain: DomainFindings) -> JSONValue {
        .object([
            .init("tag", .text(domain.tag)),
            .init("sound", .bool(domain.isSound)),
            .init("directories", .number(domain.directories)),
            .init("property_lists", .number(domain.plists)),
            .init("findings", .array(domain.findings.map(json))),
        ])
    }

    private static func json(_ finding: StoreFinding) -> JSONValue {
        .object([
            .init("kind", .text(finding.kind.rawValue)),
            .init("problem", .bool(finding.kind.isProblem)),
            .init("file", .text(finding.file)),
            .init("directory", finding.id.map { .number(Int($0)) } ?? .null),
            .init("text", .text(finding.text)),
            .init("remedy", finding.remedy.map { .text($0) } ?? .null),
        ])
    }
}
