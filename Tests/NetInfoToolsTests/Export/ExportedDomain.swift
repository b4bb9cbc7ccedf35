import Foundation
import NetInfoDirectory
import NetInfoStore
import NetInfoTesting

/// A folder for exports, and for a domain that they are made of.
final class ExportedDomain {
    let folder = TemporaryFolder("netinfo-export")

    /// Where the domain is.
    var database: String { folder("store") + "/nodes/sample" }

    /// Puts a tree into a store.
    init(_ tree: DirectoryTree = DirectoryTree()) throws {
        let installer = DomainInstaller(store: folder("store"))
        _ = try installer.custody()
        _ = try installer.install(tree, as: "sample") { _, _ in }
    }

    /// Exports the domain, or another database, into a folder of this name.
    func export(_ options: String, to name: String = "out", database: String? = nil) throws -> ToolRun {
        let words = options.split(separator: " ").map(String.init)
        return try ToolRun(["netinfo", "export"] + words + ["--database", database ?? self.database, folder(name)])
    }

    /// The content of a file that was written.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder(name))), as: UTF8.self)
    }

    /// The permissions of a file or folder.
    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    /// The names in a folder.
    func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(name)).sorted()
    }
}
