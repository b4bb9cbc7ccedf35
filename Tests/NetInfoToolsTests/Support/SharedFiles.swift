import Foundation

/// The recorded data that tests compare with, kept outside of the package.
enum SharedFiles {
    /// The folder of recorded data: `NETINFO_SHARED`, or `../shared` beside the package. Nil, said aloud, without one.
    static func folder(_ name: String, for test: String) -> URL? {
        let named = ProcessInfo.processInfo.environment["NETINFO_SHARED"].map { URL(fileURLWithPath: $0) }
        let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let shared = named ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        let folder = shared.appendingPathComponent(name)
        if FileManager.default.fileExists(atPath: folder.path) { return folder }
        print("SKIPPED: \(test) needs ../shared")
        return nil
    }
}
