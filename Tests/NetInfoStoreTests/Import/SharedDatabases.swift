import Foundation

/// The recorded databases of `shared/databases`, which tests copy before they touch them.
enum SharedDatabases {
    /// All databases with a recorded content.
    static let names = [
        "next-local-source", "darwin01-local", "darwin10-local", "apple272-big", "apple272-crash-create",
        "next-layer-ext", "darwin01-layer-ext", "next-layer-crash",
    ]

    /// The folder, or nil, loudly, when it is not there.
    static func folder(for test: String) -> URL? {
        let environment = ProcessInfo.processInfo.environment["NETINFO_SHARED"]
        let shared = environment.map { URL(fileURLWithPath: $0) } ?? packageRoot.appending(path: "../shared")
        let databases = shared.appending(path: "databases").standardizedFileURL
        if FileManager.default.fileExists(atPath: databases.path) { return databases }
        print("SKIPPED: \(test) needs ../shared")
        return nil
    }

    private static var packageRoot: URL {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url
    }
}
