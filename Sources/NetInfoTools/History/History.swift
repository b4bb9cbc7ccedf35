import NetInfoFormats
import NetInfoStore

/// Reads the audit folders of a store.
struct History {
    let folders: [AuditFolder]
    let kind: AuditFile.Kind
    let filter: HistoryFilter
    /// How many entries are wanted; the latest ones.
    let count: Int

    /// The wanted entries, the oldest first. `report` is called with what is wrong with lines that are left out.
    func entries(report: (MessageText) -> Void) throws(StoreError) -> [HistoryEntry] {
        var found: [HistoryEntry] = []
        for folder in folders { found += try entries(of: folder, report) }
        // Sorting is stable, and entries of one folder are in order but for a clock that was set back.
        if folders.count > 1 { found.sort { $1.time.lexicographicallyPrecedes($0.time) } }
        return found.prefix(count).reversed()
    }

    /// The wanted entries of one folder, the newest first.
    private func entries(of folder: AuditFolder, _ report: (MessageText) -> Void) throws(StoreError) -> [HistoryEntry] {
        var found: [HistoryEntry] = []
        var filter = filter
        try folder.forEachLine(kind) { line in
            do throws(FormatProblem) {
                let entry = try HistoryEntry(line, tag: folder.tag)
                if !filter.isOver(entry), filter.wants(entry) { found.append(entry) }
            } catch {
                report("\(line.file), line \(line.number): \(error.reason); the line is left out")
            }
            return found.count < count
        }
        return found
    }
}
