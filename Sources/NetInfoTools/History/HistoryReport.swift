/// Entries of a history as lines for people.
struct HistoryReport {
    /// Whether old and new values are shown.
    let showsValues: Bool

    /// The line of an entry, and the lines of its values.
    func lines(_ entry: HistoryEntry) -> [UInt8] {
        let place = entry.tag ?? "binder"
        if let lost = entry.lost {
            return Self.line("\(entry.time) \(place): \(lost) events could not be recorded before this")
        }
        let head: MessageText = "\(entry.time) \(place): \(Self.caller(entry)): \(Self.deed(entry))"
        let values = showsValues ? entry.changes.flatMap(Self.values) : []
        return Self.line("\(head)\(Self.result(entry))") + values
    }

    /// One line, in which nothing from a file can make another one or move a terminal's cursor.
    private static func line(_ text: MessageText) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(text.bytes.count + 1)
        for byte in text.bytes {
            if byte < 0x20 || byte == 0x7F {
                line += "\\x\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
            } else {
                line.append(byte)
            }
        }
        return line + [UInt8(ascii: "\n")]
    }

    // MARK: Who

    private static func caller(_ entry: HistoryEntry) -> MessageText {
        let who = "\(name(entry))\(proof(entry))" as MessageText
        guard let peer = entry.peer else { return who }
        if let user = entry.peerUser { return "\(who) by \(peer) of uid \(user)" }
        return entry.port.map { "\(who) from \(peer) port \($0)" } ?? "\(who) from \(peer)"
    }

    private static func name(_ entry: HistoryEntry) -> MessageText {
        if let user = entry.user {
            return entry.identity.elementsEqual("user".utf8) ? "\(user)" : "\(user) as \(entry.identity)"
        }
        if entry.identity.elementsEqual("claimed".utf8), let uid = entry.uid { return "somebody who claims uid \(uid)" }
        return entry.identity.elementsEqual("various".utf8) ? "various callers" : "\(entry.identity)"
    }

    private static func proof(_ entry: HistoryEntry) -> MessageText {
        entry.proof.isEmpty || entry.proof.elementsEqual("none".utf8) ? "" : " (\(entry.proof))"
    }

    // MARK: What

    private static func deed(_ entry: HistoryEntry) -> MessageText {
        var text: MessageText = "\(entry.procedure)"
        if let tag = entry.subject { text = "\(text) \(tag)" }
        if let path = entry.path { text = "\(text) \(path)" }
        if let id = entry.id { text = "\(text) (\(id))" }
        if let renamed = entry.renamed { text = "\(text) -> \(renamed)" }
        let names = entry.properties
        guard !names.isEmpty else { return text }
        return "\(text): \(MessageText(bytes: Array(names.joined(separator: ", ".utf8))))"
    }

    private static func result(_ entry: HistoryEntry) -> MessageText {
        var text: MessageText = entry.outcome.elementsEqual("ok".utf8) ? "" : ": \(entry.outcome)"
        if entry.repeated > 0 { text = "\(text) (\(entry.repeated) more)" }
        return entry.isCut ? "\(text) (cut)" : text
    }

    private static func values(_ change: HistoryEntry.Change) -> [UInt8] {
        if change.isWithheld { return line("    \(change.property): changed") }
        let end: MessageText = change.isCut ? " (cut)" : ""
        let old = change.old.map { line("    - \(change.property): \(joined($0))\(end)") } ?? []
        let new = change.new.map { line("    + \(change.property): \(joined($0))\(end)") } ?? []
        return old + new
    }

    private static func joined(_ values: [[UInt8]]) -> [UInt8] { Array(values.joined(separator: ", ".utf8)) }
}
