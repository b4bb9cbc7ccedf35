import Glibc

/// Files that passwords are read from.
enum PasswordFile {
    /// Opens a file that nobody but its owner may access; the caller closes it. Throws what is wrong with it.
    static func open(_ file: [UInt8]) throws(ToolFailure) -> Int32 {
        let descriptor = Glibc.open(file.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ToolFailure("can't open password file \(file): \(String(cString: strerror(errno)))", exit: .usage)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & (S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH) == 0 else {
            close(descriptor)
            throw ToolFailure("password file \(file) must not be accessible to group or others", exit: .usage)
        }
        return descriptor
    }
}
