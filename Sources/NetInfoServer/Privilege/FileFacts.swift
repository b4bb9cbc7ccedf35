import CLinux
import Glibc

/// Whose a file is, and what others may do with it. Links are not followed.
struct FileFacts {
    let owner: UInt32
    let isFolder: Bool
    let isLink: Bool
    /// The permissions, with the bits for the set user, the set group and the restricted deletion.
    let mode: UInt32

    /// What is at `path`; nil when nothing is.
    ///
    /// - Throws: why it cannot be looked at.
    init?(of path: String) throws(DaemonError) {
        var status = statx()
        guard statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, UInt32(STATX_BASIC_STATS), &status) == 0 else {
            if errno == ENOENT { return nil }
            throw DaemonError(
                "cannot look at \(path) as \(Account.current.text): \(String(cString: strerror(errno))); let that user "
                    + "into the folders above it")
        }
        owner = status.stx_uid
        isFolder = mode_t(status.stx_mode) & S_IFMT == S_IFDIR
        isLink = mode_t(status.stx_mode) & S_IFMT == S_IFLNK
        mode = mode_t(status.stx_mode) & 0o7777
    }

    /// Whether everybody may write.
    var isOpenToAll: Bool { mode & S_IWOTH != 0 }

    /// Whether others than the owner may write.
    var isOpenToOthers: Bool { mode & (S_IWGRP | S_IWOTH) != 0 }

    /// Whether everybody may put entries into a folder, but take away only their own.
    var isSharedFolder: Bool { isFolder && isOpenToAll && mode & S_ISVTX != 0 }

    /// The permissions as chmod(1) has them.
    var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The owner's name.
    var ownerText: String { Account(number: owner).text }
}
