import Glibc

/// A small disk of a test's own, in memory.
package final class SmallDisk {
    /// Where the disk is.
    package let path: String
    private let folder = TemporaryFolder("netinfo-full")

    /// Makes a disk of this size; nil, with a loud line, where file systems cannot be mounted.
    package init?(bytes: Int) {
        path = folder("disk")
        mkdir(path, 0o700)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            print("SKIPPED: a full disk needs the right to mount one: \(String(cString: strerror(errno)))")
            return nil
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Takes what room there is, but for some bytes.
    package func fill(leaving bytes: Int) {
        var status = statvfs()
        statvfs(path, &status)
        let free = Int(status.f_bavail) * Int(status.f_bsize)
        let fd = open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if free > bytes { posix_fallocate(fd, 0, off_t(free - bytes)) }
        close(fd)
    }

    /// Gives the room back.
    package func free() { unlink(path + "/filler") }
}
