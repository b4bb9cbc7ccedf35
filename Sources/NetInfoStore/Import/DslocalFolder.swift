import Glibc

/// An open folder. Nothing in it is reached through a symbolic link, and nothing is written.
struct DslocalFolder: ~Copyable {
    /// Relative to the folder that is imported; empty for that folder itself.
    let path: String
    private let descriptor: CInt

    enum Kind {
        case file, folder, link, other
    }

    /// Opens the folder to import.
    init(opening path: String) throws(DslocalError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DslocalError(path: path, reason: systemMessage()) }
        self.path = ""
    }

    /// Opens the folder that a way of names from another one leads to, each of them itself a folder and no link.
    init(following names: some Collection<[UInt8]>, in start: borrowing DslocalFolder) throws(DslocalError) {
        path = names.reduce(into: start.path) { path, name in
            path += (path.isEmpty ? "" : "/") + String(decoding: name, as: UTF8.self)
        }
        var reached = openat(start.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for name in names where reached >= 0 {
            let next = openat(reached, cString(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let code = errno
            close(reached)
            errno = code
            reached = next
        }
        guard reached >= 0 else { throw DslocalError(path: path, reason: systemMessage()) }
        descriptor = reached
    }

    deinit { close(descriptor) }

    /// The path of an entry, for messages.
    func path(of name: [UInt8]) -> String {
        let name = String(decoding: name, as: UTF8.self)
        return path.isEmpty ? name : "\(path)/\(name)"
    }

    /// The names in the folder in the order of their bytes, without `.` and `..`.
    func names() throws(DslocalError) -> [[UInt8]] {
        // The stream closes its descriptor, so it gets one of its own.
        let duplicate = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard duplicate >= 0, let stream = fdopendir(duplicate) else {
            let reason = systemMessage()
            if duplicate >= 0 { close(duplicate) }
            throw DslocalError(path: path, reason: reason)
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = Self.name(of: entry)
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw DslocalError(path: path, reason: systemMessage()) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    }

    /// What an entry is.
    func kind(of name: [UInt8]) throws(DslocalError) -> Kind {
        var status = stat()
        guard fstatat(descriptor, cString(name), &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw DslocalError(path: path(of: name), reason: systemMessage())
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// The content of a file of at most `PlistRecordReader.maximumSize` bytes.
    func content(of name: [UInt8]) throws(DslocalError) -> [UInt8] {
        // Not blocking: what was a file a moment ago may be a pipe by now.
        let file = openat(descriptor, cString(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw DslocalError(path: path(of: name), reason: systemMessage()) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw DslocalError(path: path(of: name), reason: systemMessage()) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DslocalError(path: path(of: name), reason: "not a file")
        }
        guard status.st_size <= PlistRecordReader.maximumSize else {
            throw DslocalError(path: path(of: name), reason: "larger than \(PlistRecordReader.maximumSize) bytes")
        }
        guard let bytes = Self.bytes(of: file, expecting: Int(status.st_size)) else {
            throw DslocalError(path: path(of: name), reason: systemMessage())
        }
        return bytes
    }

    /// Reads `size` bytes, fewer when the file has shrunk since; nil with `errno` on failure.
    private static func bytes(of file: CInt, expecting size: Int) -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let result = read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if result < 0, errno == EINTR { continue }
                failed = result < 0
                if result <= 0 { return }
                count += result
            }
        }
        return failed ? nil : bytes
    }
}

/// What the last failed system call says about why.
private func systemMessage() -> String { String(cString: strerror(errno)) }

/// A file name as C has it.
private func cString(_ name: [UInt8]) -> [CChar] { name.map { CChar(bitPattern: $0) } + [0] }
