import NetInfoDirectory
import NetInfoFormats

/// The domain as LDIF, for a directory server (`LDIFExport`).
struct DirectoryServerExport: ExportFormat {
    private let suffix: LDAPSuffix?

    var name: String { "ldif" }

    /// Understands the suffix that was asked for.
    init(suffix: String?) throws(ToolFailure) {
        do throws(LDAPSuffix.Mistake) {
            guard let suffix else {
                self.suffix = nil
                return
            }
            self.suffix = try LDAPSuffix(parsing: Array(suffix.utf8))
        } catch {
            throw ToolFailure("suffix \(suffix ?? ""): \(error.reason)", exit: ExitStatus(rawValue: 64))
        }
    }

    func write(
        _ records: [DirectoryRecord], to folder: ExportFolder, progress: ProgressLine
    ) throws(ToolFailure) -> ExportOutcome {
        var outcome = ExportOutcome()
        let chosen = choose(records)
        outcome.notes = ["suffix \(String(decoding: chosen.suffix.name, as: UTF8.self))\(chosen.reason)"]
        var export = LDIFExport(records, suffix: chosen.suffix)
        let (files, remarks) = export.run { progress.update("writing", $0, of: records.count, "directories") }
        for file in files {
            try folder.write(file.text, to: file.name)
            outcome.items.append(
                .init(name: file.name, count: file.entries.count, unit: ("entry", "entries")))
        }
        outcome.remarks = remarks
        return outcome
    }

    private func choose(_ records: [DirectoryRecord]) -> (suffix: LDAPSuffix, reason: String) {
        if let suffix { return (suffix, "") }
        if let suffix = LDIFExport.suffix(of: records) { return (suffix, ", from /locations/resolver") }
        return (.example, ", for want of a better one; give yours with --suffix")
    }
}
