import Foundation

extension Store {
    /// Where domains go that were destroyed.
    package var trash: String { path + "/trash" }

    /// Moves a domain that is not open to the trash, as `TAG-2026-11-23T101500Z` (`protocol.md` 9.3, S14).
    package func discard(_ tag: String) throws(StoreError) {
        try Self.makeFolder(trash)
        let format = Date.ISO8601FormatStyle(timeSeparator: .omitted)
        let name = tag + "-" + Date.now.formatted(format)
        let files = FileManager.default
        let target = (0...).lazy.map { self.trash + "/" + ($0 == 0 ? name : "\(name)-\($0)") }
            .first { !files.fileExists(atPath: $0) }
        do {
            try files.moveItem(atPath: folder(of: tag), toPath: target ?? trash + "/" + name)
        } catch {
            throw StoreError("cannot move the domain \(tag) to \(trash): \(error.localizedDescription)")
        }
    }

    /// Removes a folder and everything in it; nothing when there is none.
    static func removeFolder(_ path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw StoreError("cannot remove \(path): \(error.localizedDescription)")
        }
    }
}
