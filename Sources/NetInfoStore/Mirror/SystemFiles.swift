import CLinux
import Glibc
import NetInfoProtocol

/// `StoreFiles` on the real file system.
package struct SystemFiles: StoreFiles {
    package init() {}

    package func replace(
        _ path: String, with bytes: [UInt8], temporary: String
    ) throws(StoreError) -> FileState {
        let fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard fd >= 0 else { throw Self.failure("write", temporary) }
        defer { close(fd) }
        try Self.writeAll(fd, bytes, temporary)
        guard let state = Self.state(of: fd) else { throw Self.failure("write", temporary) }
        guard Glibc.rename(temporary, path) == 0 else { throw Self.failure("write", path) }
        return state
    }

    private static func writeAll(_ fd: Int32, _ bytes: [UInt8], _ path: String) throws(StoreError) {
        var written = 0
        while written < bytes.count {
            let size = bytes.withUnsafeBytes { write(fd, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            guard size > 0 else {
                let error = failure("write", path)
                unlink(path)
                throw error
            }
            written += size
        }
    }

    private static func failure(_ what: String, _ path: String) -> StoreError {
        let code = errno
        let text = "cannot \(what) \(path): \(String(cString: strerror(code)))"
        return StoreError(text, status: code == ENOSPC || code == EDQUOT ? .noSpace : .systemError)
    }

    private static func state(of fd: Int32) -> FileState? {
        var status = stat()
        return fstat(fd, &status) == 0 ? state(status) : nil
    }

    private static func state(_ status: stat) -> FileState {
        FileState(
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            inode: Int64(truncatingIfNeeded: status.st_ino))
    }

    package func state(of path: String) -> FileState? {
        var status = stat()
        return lstat(path, &status) == 0 ? Self.state(status) : nil
    }

    package func read(_ path: String, maximum: Int) throws(StoreError) -> [UInt8] {
        let fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard fd >= 0 else { throw Self.failure("read", path) }
        defer { close(fd) }
        var status = stat()
        guard fstat(fd, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError("cannot read \(path): it is no regular file")
        }
        guard status.st_size <= maximum else {
            throw StoreError("cannot read \(path): it is larger than \(maximum) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let size = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(fd, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            guard size > 0 else { break }
            count += size
        }
        return Array(bytes[..<count])
    }

    /// The first bytes of a file whose size says nothing, such as those below `/proc`.
    func readWhatComes(_ path: String, maximum: Int) throws(StoreError) -> [UInt8] {
        let fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard fd >= 0 else { throw Self.failure("read", path) }
        defer { close(fd) }
        var bytes = [UInt8](repeating: 0, count: maximum)
        let size = Glibc.read(fd, &bytes, maximum)
        guard size >= 0 else { throw Self.failure("read", path) }
        return Array(bytes[..<size])
    }

    package func makeFolder(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make the folder", path) }
    }

    package func rename(_ old: String, to new: String) throws(StoreError) {
        guard Glibc.rename(old, new) == 0 || errno == ENOENT else { throw Self.failure("move", old) }
    }

    package func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else { throw Self.failure("remove", path) }
    }

    package func removeFolderIfEmpty(_ path: String) { rmdir(path) }

    package func names(in folder: String, endingWith suffix: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    package func synchronize(_ folder: String) {
        let fd = open(folder, O_RDONLY | O_CLOEXEC)
        guard fd >= 0 else { return }
        syncfs(fd)
        close(fd)
    }
}
