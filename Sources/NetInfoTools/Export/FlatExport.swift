import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// A file for each flat format that there is something for (`tools.md` 9).
struct FlatExport: ExportFormat {
    /// The formats with password hashes, whose files are their owner's alone.
    private static let secrets: Set<FormatName> = [.passwd, .passwd43, .group]

    var name: String { "flat" }

    func write(
        _ records: [DirectoryRecord], to folder: ExportFolder, progress: ProgressLine
    ) throws(ToolFailure) -> ExportOutcome {
        var collection = FlatCollection(records)
        for name in FormatName.allCases {
            collection.compose(name) { progress.update("writing \(name.rawValue)", $0, of: $1, "entries") }
        }
        for file in collection.files {
            try folder.write(file.text, to: file.name.rawValue, isPublic: !Self.secrets.contains(file.name))
        }
        let items = collection.files.map {
            ExportOutcome.Item(name: $0.name.rawValue, count: $0.count, unit: ("entry", "entries"))
        }
        return ExportOutcome(items: items, remarks: collection.finish())
    }
}
