import NetInfoDirectory
import NetInfoFormats

/// What an export wrote and what it could not, for people and for programs.
struct ExportReport {
    /// Names of directories in one line; more are counted.
    private static let mostNames = 8

    private let outcome: ExportOutcome
    private let count: Int
    private let names: DirectoryNames
    private let format: String
    private let options: ExportOptions

    init(_ outcome: ExportOutcome, records: [DirectoryRecord], format: String, options: ExportOptions) {
        self.outcome = outcome
        self.format = format
        self.options = options
        count = records.count
        names = DirectoryNames(records)
    }

    // MARK: Text

    /// What was written.
    var summary: MessageText {
        let source = options.database ?? options.operands.first ?? ""
        var text: MessageText = "exported \(count) directories of \(source) to \(options.folder) (\(format))\n"
        for note in outcome.notes { text = "\(text)  \(note)\n" }
        let width = outcome.items.map(\.name.count).max() ?? 0
        for item in outcome.items {
            let gap = String(repeating: " ", count: width - item.name.count)
            text = "\(text)  \(item.name)\(gap)  \(item.count) \(item.count == 1 ? item.unit.one : item.unit.many)\n"
        }
        return text
    }

    /// What could not be written, a line for each directory, or one for several where the same is true of them.
    var remarks: MessageText {
        var bytes: [UInt8] = []
        for group in groups {
            bytes += Array("netinfo export: ".utf8) + line(group).bytes + [UInt8(ascii: "\n")]
        }
        if bytes.isEmpty { return "" }
        return MessageText(bytes: bytes)
    }

    /// Remarks that differ in nothing but the directory, which is a child of the same one.
    private struct Group: Hashable {
        var parent: UInt32
        var kind: ExportRemark.Kind
        var property: [UInt8]?
        var reason: String
        /// Tells remarks apart that are not to be put together.
        var own: UInt32?
    }

    private var groups: [[ExportRemark]] {
        var order: [Group] = []
        var members: [Group: [ExportRemark]] = [:]
        for remark in outcome.remarks {
            let group = Group(
                parent: names.parent(of: remark.id), kind: remark.kind, property: remark.property,
                reason: remark.reason, own: options.verbose || remark.id == 0 ? remark.id : nil)
            if members[group] == nil { order.append(group) }
            members[group, default: []].append(remark)
        }
        return order.compactMap { members[$0] }
    }

    private func line(_ group: [ExportRemark]) -> MessageText {
        guard let first = group.first else { return "" }
        let what: MessageText =
            switch first.kind {
            case .directoryLeftOut: "left out"
            case .propertyLeftOut: "\(first.property ?? []) left out"
            case .changed: "\(first.property ?? []) changed"
            case .note: "note"
            }
        guard group.count > 1 else { return "\(names.path(of: first.id)): \(what): \(first.reason)" }
        let place = names.path(of: names.parent(of: first.id))
        return "\(place): \(what), \(group.count) directories (\(list(group))): \(first.reason)"
    }

    private func list(_ group: [ExportRemark]) -> MessageText {
        let shown = group.prefix(Self.mostNames).map { names.name(of: $0.id) }
        let text = MessageText(bytes: Array(shown.joined(separator: Array(", ".utf8))))
        return group.count > Self.mostNames ? "\(text) and \(group.count - Self.mostNames) more" : text
    }

    // MARK: JSON

    var json: [UInt8] {
        let document = JSONValue.object([
            .init("format", .text(format)),
            .init("folder", .text(options.folder)),
            .init("directories", .number(count)),
            .init("notes", .array(outcome.notes.map { .text($0) })),
            .init(
                "written",
                .array(
                    outcome.items.map {
                        .object([
                            .init("name", .text($0.name)), .init("count", .number($0.count)),
                            .init("unit", .text($0.unit.many)),
                        ])
                    })),
            .init("remarks", .array(outcome.remarks.map(json))),
        ])
        return document.encoded + [UInt8(ascii: "\n")]
    }

    private func json(_ remark: ExportRemark) -> JSONValue {
        .object([
            .init("kind", .text(remark.kind.rawValue)),
            .init("directory", .number(Int(remark.id))),
            .init("path", .string(names.path(of: remark.id))),
            .init("property", remark.property.map { .string($0) } ?? .null),
            .init("reason", .text(remark.reason)),
        ])
    }
}
