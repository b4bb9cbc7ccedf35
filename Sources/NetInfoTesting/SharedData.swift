package import Foundation

/// Recorded data that lies beside the project and is no part of it.
package enum SharedData {
    /// A folder of the shared data; nil, with a loud line, when it is not there.
    package static func folder(_ name: String, for test: String) -> URL? {
        let folder = root.appending(path: name).standardizedFileURL
        if FileManager.default.fileExists(atPath: folder.path) { return folder }
        print("SKIPPED: \(test) needs ../shared/\(name)")
        return nil
    }

    private static var root: URL {
        let environment = ProcessInfo.processInfo.environment["NETINFO_SHARED"]
        if let environment { return URL(fileURLWithPath: environment) }
        return packageRoot.appending(path: "../shared")
    }

    /// The folder of this package.
    package static var packageRoot: URL {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }
}
