import Glibc

/// Holds a store for one process, by a lock that ends with the process.
package final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the store at `folder`.
    package init(folder: String) throws(StoreError) {
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw StoreError("cannot write to the store \(folder): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw StoreError(
                "the store \(folder) is in use by process \(holder); stop that process or choose another --store")
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit {
        close(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 32)
        let size = pread(descriptor, &buffer, 31, 0)
        guard size > 0 else { return "(unknown)" }
        return String(decoding: buffer[..<size].prefix { $0 != 10 }, as: UTF8.self)
    }
}
