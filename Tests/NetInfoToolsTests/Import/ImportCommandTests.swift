import Foundation
import NetInfoTesting
import Testing

@Suite("netinfo import")
struct ImportCommandTests {
    static let names = [
        "next-local-source", "darwin01-local", "darwin10-local", "apple272-big", "apple272-crash-create",
        "next-layer-ext", "darwin01-layer-ext", "next-layer-crash",
    ]

    private static func databases() -> URL? { SharedData.folder("databases", for: "netinfo import") }

    @Test(
        "a database in a store is what was recorded of it, by index and files, index alone and files alone",
        arguments: names)
    func wholeDatabase(name: String) throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let source = try store.copy(of: databases.appending(path: "\(name).nidb"), as: "local.nidb")
        let before = try ImportedStore.fingerprint(of: source)
        let run = try ToolRun("netinfo import nidb \(source) --store \(store.path)")
        #expect(run.status == 0)
        #expect(run.error == "")
        #expect(try ImportedStore.fingerprint(of: source) == before)
        let json = [UInt8](try Data(contentsOf: databases.appending(path: "\(name).json")))
        let expected = try ImportedStore.directories(inJSON: json)
        #expect(run.output.hasPrefix("imported \(expected?.count ?? 0) directories (format "))
        let both = try store.directories(of: "local") == expected
        #expect(both)
        #expect(try ToolRun("netinfo import nidb \(source) --store \(store.path) --tag files").status == 0)
        try store.remove(from: "local") { !$0.hasPrefix("sqlindex") }
        try store.remove(from: "files") { $0.hasPrefix("sqlindex") }
        for tag in ["local", "files"] {
            let same = try store.directories(of: tag) == expected
            #expect(same, "\(name) differs as \(tag)")
        }
    }

    @Test("an imported store is in order", arguments: names)
    func isInOrder(name: String) throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let source = databases.appending(path: "\(name).nidb").path
        #expect(try ToolRun("netinfo import nidb \(source) --store \(store.path) --tag x").status == 0)
        let check = try ToolRun("netinfo check --store \(store.path)")
        #expect(check.status == 0)
        #expect(check.output.hasPrefix("x: in order, "))
        #expect(check.output.split(separator: "\n").count == 1)
    }

    @Test("--json prints what was recorded, byte for byte, and writes nothing", arguments: names)
    func json(name: String) throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let source = databases.appending(path: "\(name).nidb").path
        let run = try ToolRun("netinfo import nidb \(source) --json --store \(store.path)")
        let same = run.output == (try String(contentsOf: databases.appending(path: "\(name).json"), encoding: .utf8))
        #expect(same)
        #expect(run.status == 0)
        #expect(!FileManager.default.fileExists(atPath: store.path))
    }

    @Test("--dry-run reports and writes nothing")
    func dryRun() throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let source = databases.appending(path: "darwin10-local.nidb").path
        let run = try ToolRun("netinfo import nidb \(source) --dry-run --store \(store.path)")
        #expect(run.status == 0)
        #expect(
            run.output.hasPrefix("would import 146 directories (format collection-512) as domain darwin10-local into"))
        #expect(run.output.contains("dropped 8 blank records that no directory lists: 33, 34, 35,"))
        #expect(run.output.contains("hint: the root names 'localhost/local' as the domain's master"))
        #expect(run.output.contains("hint: the machine 'broadcasthost' serves '../network'"))
        #expect(!FileManager.default.fileExists(atPath: store.path))
    }

    @Test("a folder that a server wrote comes back the same through dslocal")
    func dslocal() throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let source = databases.appending(path: "apple272-big.nidb").path
        #expect(try ToolRun("netinfo import nidb \(source) --store \(store.path) --tag first").status == 0)
        let run = try ToolRun("netinfo import dslocal \(store.path)/nodes/first/ --store \(store.path) --tag second")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("imported 559 directories (format dslocal) as domain second"))
        let same = try store.directories(of: "first") == store.directories(of: "second")
        #expect(same)
    }

    @Test("a Mac's node Default becomes the domain local, XML and binary files alike")
    func macFolder() throws {
        let store = ImportedStore()
        let users = store.folder("Default/users")
        try FileManager.default.createDirectory(atPath: users, withIntermediateDirectories: true)
        let record = ["name": ["wren"], "uid": ["501"], "passwd": ["********"]]
        for (name, format) in [("wren", PropertyListSerialization.PropertyListFormat.xml), ("heron", .binary)] {
            let data = try PropertyListSerialization.data(fromPropertyList: record, format: format, options: 0)
            try data.write(to: URL(fileURLWithPath: "\(users)/\(name).plist"))
        }
        let run = try ToolRun("netinfo import dslocal \(store.folder("Default")) --store \(store.path)")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("imported 4 directories (format dslocal) as domain local into"))
        #expect(!run.output.contains("password"))
        #expect(store.domains == ["local"])
    }

    @Test("a tag that is taken is refused with a remedy")
    func takenTag() throws {
        guard let databases = Self.databases() else { return }
        let store = ImportedStore()
        let line = "netinfo import nidb \(databases.path)/darwin10-local.nidb --store \(store.path)"
        #expect(try ToolRun(line).status == 0)
        let before = try ImportedStore.fingerprint(of: store.path + "/nodes")
        for option in ["", " --dry-run"] {
            let run = try ToolRun(line + option)
            #expect(run.status == 1)
            #expect(run.error.hasSuffix("already has a domain 'darwin10-local'; choose another tag with --tag\n"))
        }
        #expect(try ImportedStore.fingerprint(of: store.path + "/nodes") == before)
    }

    @Test("what is no database is one line of error, and no store is made", arguments: ["nidb", "dslocal"])
    func noDatabase(verb: String) throws {
        let store = ImportedStore()
        let run = try ToolRun("netinfo import \(verb) \(store.folder("nothing")) --store \(store.path)")
        #expect(run.status == 1)
        #expect(run.error.hasPrefix("netinfo import: "))
        #expect(run.error.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: store.path))
    }

    @Test("an error is JSON when JSON was asked for")
    func jsonError() throws {
        let run = try ToolRun("netinfo import nidb /nonexistent --json")
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.error.hasPrefix("{\"tool\":\"netinfo import\",\"code\":1,"))
    }

    @Test("wrong arguments end with 64", arguments: ["", " nidb", " nidb a b", " nidb a --what", " what a"])
    func usage(arguments: String) throws {
        let run = try ToolRun("netinfo import" + arguments)
        #expect(run.status == (arguments.isEmpty ? 0 : 64))
        #expect((run.output + run.error).contains("netinfo import"))
    }

    @Test("a program called import is no verb")
    func otherImport() throws {
        #expect(try ToolRun("import nidb x").status == 1)
    }
}
