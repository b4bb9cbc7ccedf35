import Foundation

extension Store {
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
