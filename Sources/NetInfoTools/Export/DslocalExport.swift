import Foundation
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import NetInfoStore

/// Property lists in the layout of a Mac's `/var/db/dslocal/nodes/Default` (`schema.md` 3).
struct DslocalExport: ExportFormat {
    /// Whether users and groups without a UUID get one.
    let makesUUIDs: Bool

    var name: String { "dslocal" }

    func write(
        _ records: [DirectoryRecord], to folder: ExportFolder, progress: ProgressLine
    ) throws(ToolFailure) -> ExportOutcome {
        var layout = DslocalLayout(makesUUIDs: makesUUIDs, longestName: folder.longestName)
        for (done, record) in records.enumerated() {
            for part in layout.parts(of: record) {
                switch part {
                case .folder(let name): try folder.makeFolder(name)
                case .file(let name, let bytes): try folder.write(bytes, to: name)
                }
            }
            progress.update("writing", done + 1, of: records.count, "directories")
        }
        let items = layout.counts.map {
            ExportOutcome.Item(name: $0.folder, count: $0.records, unit: ("record", "records"))
        }
        let notes = layout.uuids > 0 ? ["\(layout.uuids) new UUIDs for users and groups"] : []
        return ExportOutcome(items: items, remarks: layout.remarks, notes: notes)
    }
}
