import CLinux
import Glibc

/// A listening Unix-domain socket and the file that leads to it. Everybody may connect; the kernel says who they are.
package struct SocketFile {
    /// The listening, non-blocking socket. Whoever takes it closes it.
    package let descriptor: Int32
    package let path: String
    private let device: dev_t
    private let inode: ino_t

    /// Binds a socket to `path` and listens.
    ///
    /// The file that a dead server left behind is replaced.
    ///
    /// - Throws: EADDRINUSE when a living server has the socket, EEXIST when something else is there, and what bind(2)
    ///   says.
    package init(listeningAt path: String) throws(SystemError) {
        guard let address = SocketAddress(path: path) else {
            throw SystemError(code: ENAMETOOLONG, "bind a socket to '\(path)'")
        }
        let fd = try Self.open()
        var isBound = false
        do throws(SystemError) {
            try Self.bind(fd, path, address)
            isBound = true
            // The mode that bind(2) gives depends on the umask, which is the whole process's and not to be touched.
            guard fchmodat(AT_FDCWD, path, 0o666, AT_SYMLINK_NOFOLLOW) == 0, let status = Self.status(path) else {
                throw SystemError("let everybody connect to \(path)")
            }
            guard listen(fd, 1024) == 0 else { throw SystemError("listen on \(path)") }
            (device, inode) = (status.st_dev, status.st_ino)
        } catch {
            if isBound { unlink(path) }
            close(fd)
            throw error
        }
        (descriptor, self.path) = (fd, path)
    }

    private static func open() throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let fd = socket(AF_UNIX, type, 0)
        guard fd >= 0 else { throw SystemError("open a Unix-domain socket") }
        return fd
    }

    private static func bind(_ fd: Int32, _ path: String, _ address: SocketAddress) throws(SystemError) {
        if address.withPointer({ Glibc.bind(fd, $0, $1) }) == 0 { return }
        guard errno == EADDRINUSE else { throw SystemError("bind a socket to \(path)") }
        try removeStale(path, address)
        guard address.withPointer({ Glibc.bind(fd, $0, $1) }) == 0 else {
            throw SystemError("bind a socket to \(path)")
        }
    }

    /// Removes the file of a server that is gone: nobody listens behind it.
    private static func removeStale(_ path: String, _ address: SocketAddress) throws(SystemError) {
        guard let status = status(path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw SystemError(code: EEXIST, "bind a socket to \(path), which is something else")
        }
        let probe = try open()
        defer { close(probe) }
        guard address.withPointer({ connect(probe, $0, $1) }) != 0, errno == ECONNREFUSED else {
            throw SystemError(code: EADDRINUSE, "bind a socket to \(path)")
        }
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("remove the old socket \(path)") }
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// Removes the file, unless it is another server's by now.
    package func remove() {
        guard let status = Self.status(path), status.st_dev == device, status.st_ino == inode else { return }
        unlink(path)
    }
}
