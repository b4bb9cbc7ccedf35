import NetInfoDirectory
import NetInfoFormats

/// What an export wrote and what it could not, for people and for programs.
struct ExportReport {
    private let outcome: ExportOutcome
    private let count: Int
    private let names: DirectoryNames
    private let lines: ExportRemarkLines
    private let format: String
    private let options: ExportOptions

    init(_ outcome: ExportOutcome, records: [DirectoryRecord], format: String, options: ExportOptions) {
        self.outcome = outcome
        self.format = format
        self.options = options
        count = records.count
        names = DirectoryNames(records)
        lines = ExportRemarkLines(outcome.remarks, names, isVerbose: options.verbose)
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

    /// What could not be written.
    var remarks: MessageText { lines.text }

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
