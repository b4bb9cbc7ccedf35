import Foundation

/// Reads the index of a domain without changing anything on disk.
enum IndexInspection {
    /// What there is to read.
    enum Result {
        /// No file, or an empty one, which the next start takes for none.
        case missing
        case content(IndexFile.Content)
    }

    /// Reads the index of the domain in `folder`: in place while a server keeps it, else in a copy, so that not even a
    /// journal is folded in.
    static func read(folder: String, isServed: Bool) throws(StoreError) -> Result {
        let path = folder + "/sqlindex"
        guard let state = SystemFiles().state(of: path) else { return .missing }
        if state.size == 0, SystemFiles().state(of: path + "-wal") == nil {
            return .content(IndexFile.Content(faults: [IndexFault("it is empty")]))
        }
        do throws(StoreError) {
            if isServed { return .content(try read(try IndexFile(servedAt: path))) }
            return try withCopy(of: path) { copy throws(StoreError) in try read(try IndexFile(copyAt: copy)) }
        } catch  where error.isDamage {
            return .content(IndexFile.Content(faults: [IndexFault("it is damaged, SQLite cannot open it")]))
        }
    }

    private static func read(_ file: IndexFile) throws(StoreError) -> IndexFile.Content {
        defer { file.close() }
        var content = file.read()
        var audit = IndexAudit(content)
        if content.faults.isEmpty || !content.rows.isEmpty { audit.run() }
        content.faults += audit.faults
        return content
    }

    private static func withCopy(
        of path: String, _ body: (String) throws(StoreError) -> IndexFile.Content
    ) throws(StoreError) -> Result {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appendingPathComponent("netinfo-check-\(UUID().uuidString)").path
        defer { try? manager.removeItem(atPath: folder) }
        do {
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            for suffix in ["", "-wal"] where manager.fileExists(atPath: path + suffix) {
                try manager.copyItem(atPath: path + suffix, toPath: folder + "/sqlindex" + suffix)
            }
        } catch {
            throw StoreError("cannot copy \(path) to \(folder) to look into it: \(error.localizedDescription)")
        }
        return .content(try body(folder + "/sqlindex"))
    }
}
