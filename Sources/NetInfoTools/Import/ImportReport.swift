import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore

/// What whoever imports a database should know of it, in lines.
struct ImportReport {
    /// Remarks of one kind that are printed; more are counted.
    private static let limit = 50

    private let database: ImportedDatabase

    init(_ database: ImportedDatabase) { self.database = database }

    var lines: [String] {
        remarks(.damage, "dropped") + remarks(.repair, "repaired") + journals + leftovers + notes + hints
    }

    // MARK: What was read

    private func remarks(_ kind: ImportRemark.Kind, _ word: String) -> [String] {
        Self.limited(database.remarks.filter { $0.kind == kind }.map { "\(word): \($0.description)" }, word)
    }

    private static func limited(_ lines: [String], _ word: String) -> [String] {
        guard lines.count > limit else { return lines }
        return lines.prefix(limit) + ["\(word): and \(lines.count - limit) more"]
    }

    private var journals: [String] {
        database.replayed.isEmpty ? [] : ["applied changes left in \(database.replayed.joined(separator: ", "))"]
    }

    private var leftovers: [String] {
        let ids = database.leftoverIDs
        guard !ids.isEmpty else { return [] }
        return ["dropped \(ids.count) blank records that no directory lists: \(Self.list(ids.map(String.init)))"]
    }

    private var notes: [String] {
        let leftovers = Set(database.leftoverIDs)
        let notes = database.remarks.filter { remark in
            remark.kind == .note && !(remark.id.map { leftovers.contains($0) } ?? false)
        }
        return Self.limited(notes.map { "note: \($0.description)" }, "note")
    }

    private static func list(_ items: [String]) -> String {
        let most = 10
        let shown = items.prefix(most).joined(separator: ", ")
        return items.count > most ? "\(shown) and \(items.count - most) more" : shown
    }

    // MARK: What it says of its old network

    private var hints: [String] { master + serves + passwords }

    private var master: [String] {
        guard let values = root?.properties.values(of: "master"), !values.isEmpty else { return [] }
        let names = values.map(Self.text).joined(separator: ", ")
        return ["hint: the root names \(names) as the domain's master; change 'master' if this host is to be it"]
    }

    private var root: DirectoryRecord? { database.records.first { $0.id == 0 } }

    /// Hosts below `/machines` that say which domains they serve.
    private var serves: [String] {
        guard let machines = child(of: root, named: "machines") else { return [] }
        let children = Set(machines.children)
        let lines = database.records.compactMap { record -> String? in
            guard children.contains(record.id), let values = record.properties.values(of: "serves"), !values.isEmpty
            else { return nil }
            let name = record.properties.firstValue(of: "name").map(Self.text) ?? "(directory \(record.id))"
            return "hint: the machine \(name) serves \(values.map(Self.text).joined(separator: ", "))"
        }
        return Self.limited(lines, "hint")
    }

    private func child(of parent: DirectoryRecord?, named name: String) -> DirectoryRecord? {
        guard let children = parent.map({ Set($0.children) }) else { return nil }
        return database.records.first {
            children.contains($0.id) && $0.properties.firstValue(of: "name")?.elementsEqual(name.utf8) ?? false
        }
    }

    private var passwords: [String] {
        let keys = ["passwd", "ShadowHashData"]
        let holders = database.records.count { record in
            keys.contains { record.properties.firstValue(of: $0).map(Self.isHash) ?? false }
        }
        guard holders > 0 else { return [] }
        return ["hint: \(holders) directories have password hashes, which came along; clients can read them"]
    }

    /// `*` and stars in a row stand for no password at all.
    private static func isHash(_ value: [UInt8]) -> Bool { value.contains { $0 != UInt8(ascii: "*") } }

    /// Text for a terminal: control characters do not get there.
    private static func text(_ value: [UInt8]) -> String {
        let text = String(decoding: value, as: UTF8.self).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
        }
        return "'\(text.joined())'"
    }
}
