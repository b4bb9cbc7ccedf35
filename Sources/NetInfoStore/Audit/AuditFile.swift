import Glibc

/// A file that whole lines are added to. When it is full it is renamed to `NAME.1`, what has that name to `NAME.2`, and so
/// on; the oldest goes.
///
/// Belongs to one thread at a time.
package struct AuditFile {
    /// What is kept account of.
    package enum Kind: String, CaseIterable, Sendable { case changes, refusals }

    /// `write(2)`: how many bytes were written, or -1 with `errno`. Tests put a failing disk in its place.
    package typealias Output = @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int

    private let folder: String
    private let path: String
    private let settings: AuditSettings
    private let output: Output
    private var descriptor: Int32 = -1
    private var size = 0

    /// The file of this kind in `folder`, both of which are made when there is something to write.
    package init(
        _ kind: Kind, in folder: String, settings: AuditSettings,
        output: @escaping Output = { Glibc.write($0, $1.baseAddress, $1.count) }
    ) {
        self.folder = folder
        path = "\(folder)/\(kind.rawValue)"
        self.settings = settings
        self.output = output
    }

    /// Adds lines, each with its line feed, all of them or none.
    package mutating func append(_ lines: [UInt8]) throws(StoreError) {
        do throws(StoreError) {
            try prepare(for: lines.count)
            try write(lines)
        } catch {
            close()
            throw error
        }
    }

    /// Lets go of the file.
    package mutating func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    // MARK: Opening

    /// Sees to it that the file is open, is the one that has the name, and has room.
    private mutating func prepare(for count: Int) throws(StoreError) {
        if descriptor >= 0, !isCurrent { close() }
        if descriptor < 0 { try open() }
        guard size > 0, size + count > settings.size else { return }
        close()
        try rotate()
        try open()
    }

    /// Whether the open file still stands where it should: an administrator may have moved or removed it.
    private var isCurrent: Bool {
        var (named, opened) = (stat(), stat())
        guard lstat(path, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
        return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }

    private mutating func open() throws(StoreError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make the folder", folder) }
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        descriptor = Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("open", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError("cannot write to \(path): it is no file") }
        size = Int(status.st_size)
        try endLine()
        removeSurplus()
    }

    /// What a server left half written that died stays a line of its own.
    private mutating func endLine() throws(StoreError) {
        var last: UInt8 = 0
        guard size > 0, pread(descriptor, &last, 1, off_t(size - 1)) == 1, last != UInt8(ascii: "\n") else { return }
        try write([UInt8(ascii: "\n")])
    }

    // MARK: Writing

    private mutating func write(_ lines: [UInt8]) throws(StoreError) {
        let failure = lines.withUnsafeBytes { bytes -> StoreError? in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = output(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return Self.failure("write to", path) }
                rest = rest.dropFirst(count)
            }
            return nil
        }
        if let failure {
            // Half a line would be taken for a damaged one.
            ftruncate(descriptor, off_t(size))
            throw failure
        }
        size += lines.count
    }

    private static func failure(_ what: String, _ path: String) -> StoreError {
        StoreError("cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }

    // MARK: Rotating

    private func rotated(_ number: Int) -> String { number == 0 ? path : "\(path).\(number)" }

    private func rotate() throws(StoreError) {
        guard settings.files > 1 else {
            guard unlink(path) == 0 else { throw Self.failure("remove", path) }
            return
        }
        for number in (0..<settings.files - 1).reversed() {
            guard rename(rotated(number), rotated(number + 1)) == 0 || (number > 0 && errno == ENOENT) else {
                throw Self.failure("rename", rotated(number))
            }
        }
    }

    /// Removes what a larger number of files has left.
    private func removeSurplus() {
        var number = max(settings.files, 1)
        while unlink(rotated(number)) == 0 { number += 1 }
    }
}
