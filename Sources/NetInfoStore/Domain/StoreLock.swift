import Glibc

/// Holds a store for one process, by a lock that ends with the process.
package final class StoreLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Takes the lock of the store at `folder`, which exists.
    package convenience init(folder: String) throws(StoreError) {
        guard let descriptor = try Self.take(folder, O_CREAT) else {
            throw StoreError("cannot write to the store \(folder): \(String(cString: strerror(errno)))")
        }
        self.init(descriptor: descriptor)
    }

    /// Takes the lock of a store that is only looked at; nil when it has none, or none that can be written.
    package static func taking(existingIn folder: String) throws(StoreError) -> StoreLock? {
        try take(folder, 0).map(StoreLock.init)
    }

    /// Who holds the store at `folder`; nil when nobody does.
    package static func holder(of folder: String) throws(StoreError) -> StoreHolder? {
        let path = Self.path(in: folder)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StoreError("cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return holder(descriptor)
    }

    /// Says in the lock file that this process serves its binder on `port`.
    package func record(port: UInt16) { write(StoreHolder(process: getpid(), port: port)) }

    deinit {
        close(descriptor)
    }

    private static func path(in folder: String) -> String { folder + "/lock" }

    /// A locked descriptor; nil, with `errno`, when the file cannot be opened.
    private static func take(_ folder: String, _ flags: Int32) throws(StoreError) -> Int32? {
        let descriptor = open(path(in: folder), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = holder(descriptor)
            close(descriptor)
            throw StoreError("the store \(folder) is in use by \(holder); stop it or choose another --store")
        }
        StoreLock.write(StoreHolder(process: getpid()), to: descriptor)
        return descriptor
    }

    private func write(_ holder: StoreHolder) { Self.write(holder, to: descriptor) }

    private static func write(_ holder: StoreHolder, to descriptor: Int32) {
        let line = Array(holder.line.utf8)
        // Longer before shorter: whoever reads meanwhile sees a line's end behind the numbers in any case.
        _ = pwrite(descriptor, line, line.count, 0)
        ftruncate(descriptor, off_t(line.count))
    }

    private static func holder(_ descriptor: Int32) -> StoreHolder {
        var buffer = [UInt8](repeating: 0, count: 64)
        let size = pread(descriptor, &buffer, 63, 0)
        return StoreHolder(line: buffer[..<max(size, 0)])
    }
}
