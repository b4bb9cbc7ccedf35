import Glibc

/// A database folder opened for reading, and the regular files in it.
///
/// Nothing is ever written. Symbolic links and special files anywhere in the folder are refused, and the folder is
/// held by descriptor, so nobody can exchange it between two files (`nidb-format.md` 9).
final class DatabaseFolder {
    /// Most bytes a database may have in all its files: 1 GiB.
    static let maximumSize = 1 << 30
    /// Most files a database may have.
    static let maximumFiles = 262_144

    let path: String
    /// Sizes in bytes of the regular files by name.
    private(set) var files: [String: Int] = [:]
    /// Names of folders inside, which are of no interest.
    private(set) var folders: [String] = []
    /// Sum of the sizes of all files.
    private(set) var totalSize = 0
    private let descriptor: Int32

    /// Opens and lists a folder.
    init(path: String) throws(ImportError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ImportError(place: path, problem: "cannot open the database folder: \(Self.reason(errno))")
        }
        try list()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private func list() throws(ImportError) {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            if copy >= 0 { close(copy) }
            throw ImportError(place: path, problem: "cannot list the database folder: \(Self.reason(errno))")
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let raw = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if raw != [0x2E], raw != [0x2E, 0x2E] { try add(raw) }
        }
    }

    private func add(_ raw: [UInt8]) throws(ImportError) {
        let name = String(decoding: raw, as: UTF8.self)
        var status = stat()
        let path = raw.map { CChar(bitPattern: $0) } + [0]
        guard fstatat(descriptor, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw error(name, "cannot be examined: \(Self.reason(errno))")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: files[name] = Int(status.st_size)
        case S_IFDIR: folders.append(name)
        case S_IFLNK: throw error(name, "is a symbolic link", remedy: "copy the database with plain files first")
        default: throw error(name, "is not a regular file", remedy: "copy the database with plain files first")
        }
        totalSize += Int(status.st_mode & S_IFMT == S_IFREG ? status.st_size : 0)
        guard totalSize <= Self.maximumSize, files.count <= Self.maximumFiles else {
            throw ImportError(
                place: self.path,
                problem: "is larger than a database can be (limits: \(Self.maximumSize) bytes in "
                    + "\(Self.maximumFiles) files)",
                remedy: "check that this is a database folder and nothing else")
        }
    }

    /// The content of a file that the list has; nil when the list has no such file.
    func read(_ name: String) throws(ImportError) -> [UInt8]? {
        guard let size = files[name] else { return nil }
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw error(name, "cannot be opened: \(Self.reason(errno))") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw error(name, "is not a regular file any more")
        }
        return try read(file, name: name, size: size)
    }

    private func read(_ file: Int32, name: String, size: Int) throws(ImportError) -> [UInt8] {
        var failure: Int32 = 0
        let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let result = Glibc.read(file, buffer.baseAddress?.advanced(by: count), size - count)
                if result < 0, errno == EINTR { continue }
                if result < 0 { failure = errno }
                guard result > 0 else { return }
                count += result
            }
        }
        guard failure == 0 else { throw error(name, "cannot be read: \(Self.reason(failure))") }
        return content
    }

    private func error(_ name: String, _ problem: String, remedy: String? = nil) -> ImportError {
        ImportError(place: "\(path)/\(name)", problem: problem, remedy: remedy)
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
