import Foundation
import Logging
import NetInfoDirectory
import NetInfoStore
import NetInfoTesting

/// A folder with room for a store and copies of databases, and what a test asks of them.
final class ImportedStore {
    let folder = TemporaryFolder("netinfo-import")

    var path: String { folder("store") }

    /// A copy of a recorded database, whose folder is called `name`.
    func copy(of database: URL, as name: String) throws -> String {
        try FileManager.default.copyItem(atPath: database.path, toPath: folder(name))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder(name)) {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder("\(name)/\(file)"))
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder(name))
        return folder(name)
    }

    /// What a domain of the store holds, opened as a server does.
    func directories(of tag: String) throws -> NSArray? {
        let folder = try DomainFolder(path: "\(path)/nodes/\(tag)", logger: Logger(label: "test"))
        let tree = try folder.load()
        folder.database.close()
        return try Self.directories(inJSON: ImportedDatabase(format: "", records: tree.snapshot.records).json())
    }

    /// The member `directories` of a database written as JSON, without the versions that only the old files have.
    static func directories(inJSON bytes: [UInt8]) throws -> NSArray? {
        let document = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let directories = document?["directories"] as? [[String: Any]]
        return directories.map { NSArray(array: $0.map { $0.filter { $0.key != "version" } }) }
    }

    /// Removes the entries of a domain's folder with these names.
    func remove(from tag: String, where isDoomed: (String) -> Bool) throws {
        let domain = "\(path)/nodes/\(tag)"
        for name in try FileManager.default.contentsOfDirectory(atPath: domain) where isDoomed(name) {
            try FileManager.default.removeItem(atPath: "\(domain)/\(name)")
        }
    }

    /// Every file below `path` with its content and times.
    static func fingerprint(of path: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) + [""] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            let content = FileManager.default.contents(atPath: "\(path)/\(name)")?.base64EncodedString() ?? ""
            result[name] = "\(attributes[.modificationDate] ?? 0) \(content)"
        }
        return result
    }

    /// The names in `nodes`; none when there is no store.
    var domains: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path + "/nodes")) ?? [] }
}
