import Foundation
import NetInfoDirectory
import NetInfoStore

/// What is imported.
enum ImportSource {
    /// A binary database's folder.
    case nidb(String)
    /// A dslocal node's folder.
    case dslocal(String)

    var folder: String {
        switch self {
        case .nidb(let folder), .dslocal(let folder): folder
        }
    }

    /// The tag the domain gets unless another is asked for: `local` for `local.nidb`, and for `Default`, which is what
    /// Mac OS X calls its local node.
    var tag: String {
        let name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
        switch self {
        case .nidb: return name.hasSuffix(".nidb") ? String(name.dropLast(5)) : name
        case .dslocal: return name == "Default" ? "local" : name
        }
    }

    /// Reads all of it, or with `salvage` what can be read.
    func read(salvage: Bool, progress: ProgressLine) throws(ToolFailure) -> ImportedDatabase {
        switch self {
        case .nidb(let folder):
            do throws(ImportError) {
                return try NidbReader(folder: folder, salvage: salvage) {
                    progress.update("reading", $0, of: $1, "bytes")
                }.read()
            } catch { throw ToolFailure("\(error.description)", exit: .failure) }
        case .dslocal(let folder):
            do throws(DslocalError) {
                let found = try DslocalReader(folder: folder, salvage: salvage) {
                    progress.update("reading", $0, "files")
                }.read()
                return ImportedDatabase(dslocal: found)
            } catch { throw ToolFailure("\(error.description); \(Self.dslocalRemedy)", exit: .failure) }
        }
    }

    private static let dslocalRemedy = "mend or remove it, or try --salvage to keep what can be read"
}

extension ImportedDatabase {
    /// The content of a dslocal folder in the form of a database.
    fileprivate init(dslocal found: DslocalImport) {
        self.init(format: "dslocal", records: found.records.sorted { $0.id < $1.id })
        remarks = found.remarks.map { ImportRemark(.note, $0) }
    }
}
