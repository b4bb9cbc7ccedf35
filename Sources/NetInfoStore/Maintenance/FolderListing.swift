import Glibc

/// The entries of a folder of the store, as they are: links are not followed.
enum FolderListing {
    enum Kind { case file, folder, other }

    struct Entry {
        let name: String
        let kind: Kind
    }

    /// The entries but `.` and `..`, sorted by name; none when the folder cannot be opened.
    static func entries(of folder: String) -> [Entry] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            entries.append(Entry(name: name, kind: kind(of: folder + "/" + name)))
        }
        return entries.sorted { $0.name < $1.name }
    }

    private static func kind(of path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }
}
