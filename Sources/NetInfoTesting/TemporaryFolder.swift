import Foundation
import Glibc

/// A folder of a test's own that goes away with it.
package final class TemporaryFolder: Sendable {
    /// Where the folder is.
    package let path: String

    /// Makes a folder; in memory where the system has `/dev/shm`, so that tests do not wait for disks.
    package init(_ name: String = "netinfo-test") {
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        path = "\(base)/\(name)-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of an entry of the folder.
    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}
