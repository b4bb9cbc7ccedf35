import NetInfoProtocol

/// What a look at passwords found, for people and for programs. Never a hash, never a password.
struct PasswordReport {
    let place: String
    let domains: [PasswordFindings]

    var isSound: Bool { domains.allSatisfy(\.isSound) }

    // MARK: Text

    var text: [UInt8] {
        var lines = domains.flatMap(Self.lines)
        if domains.contains(where: { $0.unfinished > 0 }) {
            lines.append("note: not everything was tried on every hash; --try-seconds gives more time")
        }
        if domains.contains(where: { !$0.findings.isEmpty }) {
            lines.append("note: niutil -passwd sets a new password")
        }
        return lines.flatMap { $0.bytes + [UInt8(ascii: "\n")] }
    }

    private static func lines(_ domain: PasswordFindings) -> [MessageText] {
        if let failure = domain.failure { return ["\(domain.tag): problem: \(failure)"] }
        let count = domain.findings.count
        let state = count == 0 ? "in order" : count == 1 ? "1 problem" : "\(count) problems"
        let accounts = domain.accounts == 1 ? "1 user" : "\(domain.accounts) users"
        var counts: [String] = []
        if domain.locked > 0 { counts.append("\(domain.locked) locked") }
        if domain.elsewhere > 0 { counts.append("\(domain.elsewhere) with the password elsewhere") }
        if domain.unfinished > 0 { counts.append("\(domain.unfinished) not tried to the end") }
        let rest = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
        return ["\(domain.tag): \(state), \(accounts)\(rest)"] + domain.findings.map { line($0, domain.tag) }
    }

    private static func line(_ finding: PasswordFinding, _ tag: String) -> MessageText {
        let mark = finding.isDangerous ? "DANGER" : "problem"
        let name: MessageText = finding.account.names.first.flatMap { $0.isEmpty ? nil : "\($0)" } ?? "no name"
        let uid: MessageText = finding.account.uid.map { "uid \($0)" } ?? "no uid"
        return "  \(mark): \(finding.account.path) (\(name), \(uid)): \(finding.text)"
    }

    // MARK: JSON

    var json: [UInt8] {
        let document = JSONValue.object([
            .init("store", .text(place)),
            .init("sound", .bool(isSound)),
            .init("domains", .array(domains.map(Self.json))),
        ])
        return document.encoded + [UInt8(ascii: "\n")]
    }

    private static func json(_ domain: PasswordFindings) -> JSONValue {
        .object([
            .init("tag", .text(domain.tag)),
            .init("sound", .bool(domain.isSound)),
            .init("failure", domain.failure.map { .string($0.bytes) } ?? .null),
            .init("users", .number(domain.accounts)),
            .init("locked", .number(domain.locked)),
            .init("elsewhere", .number(domain.elsewhere)),
            .init("unfinished", .number(domain.unfinished)),
            .init("findings", .array(domain.findings.map(json))),
        ])
    }

    private static func json(_ finding: PasswordFinding) -> JSONValue {
        .object([
            .init("kind", .text(finding.kind.rawValue)),
            .init("danger", .bool(finding.isDangerous)),
            .init("directory", .number(Int(finding.account.id))),
            .init("path", .string(finding.account.path)),
            .init("name", finding.account.names.first.map { .string($0) } ?? .null),
            .init("uid", finding.account.uid.map { .string($0) } ?? .null),
            .init("scheme", finding.scheme.map { .text($0.rawValue) } ?? .null),
            .init("text", .text(finding.text)),
        ])
    }
}
