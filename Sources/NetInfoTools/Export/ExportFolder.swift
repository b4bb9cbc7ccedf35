import Foundation
import NetInfoStore

/// The folder that an export writes. Everything is written aside and moved there at the end, so that no interruption
/// leaves anything half written under its name.
final class ExportFolder {
    private let path: String
    private let isForced: Bool
    /// Whether the folder is there already; then its entries are replaced one by one.
    private let exists: Bool
    /// Where everything is until the end.
    private let staging: String

    /// Sees whether the folder may be written, and makes room beside it, or in it when it is there.
    init(_ argument: String, isForced: Bool) throws(ToolFailure) {
        path = Self.withoutSlashes(argument)
        guard !path.isEmpty else { throw ToolFailure("the folder to write has an empty name", exit: .usage) }
        self.isForced = isForced
        exists = try Self.exists(path, isForced: isForced)
        staging = try Self.makeStaging(exists ? "\(path)/.export-" : Self.sibling(of: path))
    }

    private static func withoutSlashes(_ path: String) -> String {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func sibling(of path: String) -> String {
        let bytes = Array(path.utf8)
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return ".\(path)." }
        let name = String(decoding: bytes[(slash + 1)...], as: UTF8.self)
        return String(decoding: bytes[...slash], as: UTF8.self) + ".\(name)."
    }

    private static func exists(_ path: String, isForced: Bool) throws(ToolFailure) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw failure("look at", path) }
            return false
        }
        guard stat(path, &status) == 0 else { throw failure("follow", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw ToolFailure("\(path) exists and is no folder", exit: .failure)
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw ToolFailure("cannot look into \(path)", exit: .failure)
        }
        guard names.isEmpty || isForced else {
            throw ToolFailure(
                "\(path) is not empty; --force replaces what has the names of what is written", exit: .failure)
        }
        return true
    }

    /// Makes a folder whose name begins like this.
    private static func makeStaging(_ prefix: String) throws(ToolFailure) -> String {
        let template = prefix + String(repeating: "X", count: 6)
        var bytes = template.utf8CString.map { $0 }
        guard mkdtemp(&bytes) != nil else { throw failure("make", template) }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func failure(_ what: String, _ path: String) -> ToolFailure {
        ToolFailure("cannot \(what) \(path): \(String(cString: strerror(errno)))", exit: .failure)
    }

    // MARK: Writing

    /// Bytes of the longest name of a file below the folder.
    var longestName: Int { Int(PATH_MAX) - 2 - max(staging.utf8.count, path.utf8.count) }

    /// Writes a new file that its owner alone may read, or everybody.
    func write(_ bytes: [UInt8], to name: String, isPublic: Bool = false) throws(ToolFailure) {
        let file = "\(staging)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPublic ? 0o644 : 0o600)
        guard descriptor >= 0 else { throw Self.failure("write", file) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Self.failure("write", file)
                close(descriptor)
                throw failure
            }
            written += count
        }
        guard close(descriptor) == 0 else { throw Self.failure("write", file) }
    }

    /// Makes a folder that its owner alone may enter.
    func makeFolder(_ name: String) throws(ToolFailure) {
        guard mkdir("\(staging)/\(name)", 0o700) == 0 || errno == EEXIST else {
            throw Self.failure("make", "\(staging)/\(name)")
        }
    }

    // MARK: The end

    /// Moves everything to where it belongs, once it is on the disk.
    func publish() throws(ToolFailure) {
        SystemFiles().synchronize(staging)
        guard exists else {
            guard rename(staging, path) == 0 else { throw Self.failure("write", path) }
            return
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: staging) else {
            throw ToolFailure("cannot look into \(staging)", exit: .failure)
        }
        for name in names.sorted() { try move(name) }
        discard()
    }

    /// Moves one entry. A folder cannot be replaced in one step: it is put aside, and put back when that is all.
    private func move(_ name: String) throws(ToolFailure) {
        let (new, old, aside) = ("\(staging)/\(name)", "\(path)/\(name)", "\(staging)/.replaced-\(name)")
        var isAside = false
        if let kind = Self.kind(of: old) {
            guard isForced else { throw ToolFailure("\(old) has come into being meanwhile", exit: .failure) }
            if kind == S_IFDIR || Self.kind(of: new) == S_IFDIR {
                guard rename(old, aside) == 0 else { throw Self.failure("replace", old) }
                isAside = true
            }
        }
        guard rename(new, old) == 0 else {
            let failure = Self.failure("write", old)
            if isAside { rename(aside, old) }
            throw failure
        }
    }

    /// What is at a path, as in `st_mode`; nil when nothing is.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Removes what is not moved.
    func discard() { try? FileManager.default.removeItem(atPath: staging) }
}
