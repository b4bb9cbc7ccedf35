import Foundation
import NetInfoStore

/// A database folder of a test's own, removed at the end.
final class DatabaseSandbox {
    let url: URL
    private let parent: URL

    /// An empty folder.
    init() throws {
        parent = FileManager.default.temporaryDirectory.appending(path: "nidb-\(UUID().uuidString)")
        url = parent.appending(path: "local.nidb")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// A copy of the files of a database.
    convenience init(copyOf source: URL) throws {
        try self.init()
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
            try write(name, [UInt8](Data(contentsOf: source.appending(path: name))))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: parent)
    }

    var path: String { url.path }

    /// Imports the folder, which stays there until that is done.
    func imported(salvage: Bool = false) throws -> ImportedDatabase {
        try withExtendedLifetime(self) { try NidbReader(folder: path, salvage: salvage).read() }
    }

    /// Names of all files.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: url.appending(path: name))
    }

    func read(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: url.appending(path: name)))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(at: url.appending(path: name), to: url.appending(path: other))
    }

    /// Content and times of everything, to see whether anything was touched.
    func fingerprint() throws -> [String: String] {
        var result = [".": "\(try times(path))"]
        for name in try names {
            let file = url.appending(path: name)
            result[name] = "\(try times(file.path)) \(try Data(contentsOf: file).base64EncodedString())"
        }
        return result
    }

    private func times(_ path: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let changed = attributes[.modificationDate] as? Date
        return "\(changed?.timeIntervalSinceReferenceDate ?? 0) \(attributes[.posixPermissions] ?? 0)"
    }
}
