import NetInfoDirectory
import NetInfoFormats

/// A form in which a domain is exported.
protocol ExportFormat {
    /// Its name on the command line.
    var name: String { get }

    /// Writes all directories, of which the first is the root, and returns what became of them.
    func write(
        _ records: [DirectoryRecord], to folder: ExportFolder, progress: ProgressLine
    ) throws(ToolFailure) -> ExportOutcome
}

/// What an export wrote and what it could not.
struct ExportOutcome {
    /// A file, or a folder of files of one kind.
    struct Item {
        var name: String
        var count: Int
        /// What is counted, in the singular and in the plural.
        var unit: (one: String, many: String)
    }

    var items: [Item] = []
    var remarks: [ExportRemark] = []
    /// What the whole export should be known by, such as the suffix that was chosen; a line each.
    var notes: [String] = []
}
