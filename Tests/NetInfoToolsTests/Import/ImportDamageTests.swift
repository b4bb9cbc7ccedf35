import Foundation
import NetInfoTesting
import Testing

@Suite("netinfo import of damaged databases")
struct ImportDamageTests {
    /// A damaged copy of a database.
    private func damaged(_ store: ImportedStore) throws -> String? {
        guard let databases = SharedData.folder("databases", for: "import of damaged databases") else { return nil }
        let source = try store.copy(of: databases.appending(path: "darwin10-local.nidb"), as: "local.nidb")
        let file = URL(fileURLWithPath: source + "/Collection")
        var bytes = try Data(contentsOf: file)
        bytes[512 * 25 + 10] = 0xFF
        bytes[512 * 25 + 12] = 0xFF
        try bytes.write(to: file)
        return source
    }

    @Test("a damaged database leaves nothing in the store, not even the store")
    func nothingIsWritten() throws {
        let store = ImportedStore()
        guard let source = try damaged(store) else { return }
        let before = try ImportedStore.fingerprint(of: source)
        let run = try ToolRun("netinfo import nidb \(source) --store \(store.path)")
        #expect(run.status == 1)
        #expect(run.error.split(separator: "\n").count == 1)
        #expect(run.error.hasSuffix("try --salvage to keep what can be read\n"))
        #expect(!FileManager.default.fileExists(atPath: store.path))
        #expect(try ImportedStore.fingerprint(of: source) == before)
    }

    @Test("--salvage keeps what can be read, and says what was dropped")
    func salvage() throws {
        let store = ImportedStore()
        guard let source = try damaged(store) else { return }
        let run = try ToolRun("netinfo import nidb \(source) --salvage --store \(store.path)")
        #expect(run.status == 0)
        #expect(run.output.contains("\n  dropped: "))
        #expect(store.domains == ["local"])
        #expect(try ToolRun("netinfo check --store \(store.path)").status == 0)
    }

    @Test("a database truncated anywhere is either read or refused with one line", arguments: 0..<12)
    func truncated(step: Int) throws {
        guard let databases = SharedData.folder("databases", for: "import of truncated databases") else { return }
        let name = ["darwin10-local", "next-local-source", "apple272-big"][step % 3]
        let store = ImportedStore()
        let source = try store.copy(of: databases.appending(path: "\(name).nidb"), as: "local.nidb")
        for file in try FileManager.default.contentsOfDirectory(atPath: source) {
            let path = "\(source)/\(file)"
            let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
            #expect(truncate(path, size * step / 13) == 0)
        }
        let run = try ToolRun("netinfo import nidb \(source) --store \(store.path)")
        #expect(run.status == 0 || run.status == 1)
        if run.status == 1 {
            #expect(run.error.split(separator: "\n").count == 1)
            #expect(store.domains == [])
        }
    }

    @Test("an unreadable property list ends a dslocal import with its name; --salvage goes on")
    func dslocal() throws {
        let store = ImportedStore()
        let users = store.folder("Default/users")
        try FileManager.default.createDirectory(atPath: users, withIntermediateDirectories: true)
        try Data("<plist><dict>".utf8).write(to: URL(fileURLWithPath: "\(users)/torn.plist"))
        let line = "netinfo import dslocal \(store.folder("Default")) --store \(store.path)"
        let refused = try ToolRun(line)
        #expect(refused.status == 1)
        #expect(refused.error.contains("users/torn.plist"))
        #expect(!FileManager.default.fileExists(atPath: store.path))
        let salvaged = try ToolRun(line + " --salvage")
        #expect(salvaged.status == 0)
        #expect(salvaged.output.contains("users/torn.plist"))
    }

    @Test("an id that would take memory out of all proportion is refused")
    func hugeID() throws {
        let store = ImportedStore()
        let users = store.folder("node/users")
        try FileManager.default.createDirectory(atPath: users, withIntermediateDirectories: true)
        let record = ["netinfo:directory": ["id=16000000", "instance=1", "rank=1"], "name": ["wren"]]
        try PropertyListSerialization.data(fromPropertyList: record, format: .xml, options: 0)
            .write(to: URL(fileURLWithPath: "\(users)/wren.plist"))
        let run = try ToolRun("netinfo import dslocal \(store.folder("node")) --store \(store.path)")
        #expect(run.status == 1)
        #expect(run.error.contains("directory 16000000 has an impossible id"))
    }
}
