import NetInfoDirectory
import NetInfoFormats

/// The whole domain in one file without loss: JSON, or the raw format (`tools.md` 10.1 and 15).
struct TreeExport: ExportFormat {
    enum Form: String {
        case json, raw
    }

    let form: Form

    var name: String { form.rawValue }

    func write(
        _ records: [DirectoryRecord], to folder: ExportFolder, progress: ProgressLine
    ) throws(ToolFailure) -> ExportOutcome {
        let outline = DirectoryOutline(records)
        let text =
            switch form {
            case .json: OutlineJSON.text(of: outline) + [UInt8(ascii: "\n")]
            case .raw: RawWriter.text(of: outline)
            }
        let file = "netinfo.\(form.rawValue)"
        try folder.write(text, to: file)
        return ExportOutcome(
            items: [.init(name: file, count: records.count, unit: ("directory", "directories"))])
    }
}
