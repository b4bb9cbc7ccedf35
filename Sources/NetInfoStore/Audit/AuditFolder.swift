import Glibc

/// A folder in which a server keeps account of changes and refusals, for those who read it.
package struct AuditFolder: Sendable {
    /// The tag of the domain; nil for what concerns the binder.
    package let tag: String?
    package let path: String

    /// One line, without its line feed, and where it stands.
    package struct Line: Sendable {
        package let bytes: ArraySlice<UInt8>
        package let file: String
        /// Lines are counted from 1.
        package let number: Int
    }

    /// The folder of a domain, or with nil that of the binder, in the store at `store`.
    package init(of tag: String?, store: String) {
        self.tag = tag
        path = tag.map { "\(store)/nodes/\($0)/\(RecordFileName.audit)" } ?? "\(store)/\(RecordFileName.audit)"
    }

    /// The folder of a domain's folder, which need not be part of a store.
    ///
    /// Throws when there is no such folder.
    package init(node: String) throws(StoreError) {
        let node = node.utf8.last == UInt8(ascii: "/") ? String(node.dropLast()) : node
        guard access(node, R_OK | X_OK) == 0 else { throw Self.failure(node) }
        tag = RecordFileName.lastComponent(node)
        path = "\(node)/\(RecordFileName.audit)"
    }

    /// Calls `body` with each line, the newest first, until it returns false. None when there is no such folder.
    ///
    /// A server may add lines and rename files meanwhile.
    package func forEachLine(_ kind: AuditFile.Kind, _ body: (Line) -> Bool) throws(StoreError) {
        let files = try open(kind)
        defer { for file in files { close(file.descriptor) } }
        for (place, file) in files.enumerated() {
            let bytes = try Self.content(of: file)
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let rest = lines.popLast() ?? []
            // The last line of the newest file is still being written when it has no end.
            if !rest.isEmpty, place > 0 { lines.append(rest) }
            for (index, line) in lines.enumerated().reversed() where !line.isEmpty {
                guard body(Line(bytes: line, file: file.path, number: index + 1)) else { return }
            }
        }
    }

    private struct OpenFile {
        let path: String
        let descriptor: Int32
        let inode: ino_t
    }

    /// Opens all files before any is read. One that is renamed meanwhile is met twice and counts once.
    private func open(_ kind: AuditFile.Kind) throws(StoreError) -> [OpenFile] {
        var files: [OpenFile] = []
        do throws(StoreError) {
            var (number, missing) = (0, 0)
            // While a server renames its files, one of the names is missing.
            while missing < 2 {
                let file = try Self.open("\(path)/\(kind.rawValue)" + (number == 0 ? "" : ".\(number)"))
                number += 1
                missing = file == nil ? missing + 1 : 0
                guard let file else { continue }
                if files.contains(where: { $0.inode == file.inode }) {
                    close(file.descriptor)
                } else {
                    files.append(file)
                }
            }
        } catch {
            for file in files { close(file.descriptor) }
            throw error
        }
        return files
    }

    private static func open(_ path: String) throws(StoreError) -> OpenFile? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StoreError("cannot read \(path): it is no file")
        }
        return OpenFile(path: path, descriptor: descriptor, inode: status.st_ino)
    }

    private static func failure(_ path: String) -> StoreError {
        let hint = errno == EACCES || errno == EPERM ? "; run as root or as the user of netinfod" : ""
        return StoreError("cannot read \(path): \(String(cString: strerror(errno)))\(hint)")
    }

    private static func content(of file: OpenFile) throws(StoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(file.descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(file.path) }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }
}
