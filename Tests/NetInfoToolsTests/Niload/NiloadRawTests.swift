import Foundation
import NetInfoTesting
import Testing

@Suite("niload of directories")
struct NiloadRawTests {
    private static let tree =
        "{ name = t; k = v; CHILDREN = ( { name = a; CHILDREN = ( { name = b; } ) }, { name = c; } ) }"

    @Test("a directory loses its name when the input has none, as it always did, and -v tells")
    func name() throws {
        guard let server = try ToolServer(for: "niload -r") else { return }
        defer { server.stop() }
        #expect(try server.load("-r /t", Self.tree).status == 0)
        let shown = try server.load("-n -r /t", "{ k = changed; }")
        #expect(shown.output.hasPrefix("would change directory /t\n- name: t\n"))
        let run = try server.load("-r /t", "{ k = changed; }")
        #expect(run.status == 0)
        #expect(run.error.isEmpty)
        #expect(try server.dump("-r /t").isEmpty)
        #expect(try server.read("1") == "k: changed\n")
        #expect(try server.load("-r /u", "{ name = u; }").status == 0)
        let told = try server.load("-v -r /u", "{ k = v; }")
        #expect(told.error.hasPrefix("note: the input has no name for directory /u, which loses its own\n"))
        let root = try server.load("-r /", "{ master = x; CHILDREN = ( { name = y; } ) }")
        #expect(root.error.isEmpty)
        #expect(try server.read("/") == "master: x\n")
    }

    @Test("paths of several new directories lead to the right place, with or without the first slash")
    func nested() throws {
        guard let server = try ToolServer(for: "niload -r") else { return }
        defer { server.stop() }
        #expect(try server.load("group", "a:*:1:\n").status == 0)
        #expect(try server.load("-r groups/new/deep", "{ name = deep; x = y; }").status == 0)
        #expect(try server.read("/groups/new/deep") == "name: deep\nx: y\n")
        #expect(try server.load("-r 999", "{ name = x; }").status == 1)
    }

    @Test("children come depth first, and old ones go only after all new ones are there")
    func order() throws {
        guard let server = try ToolServer(for: "niload -r") else { return }
        defer { server.stop() }
        #expect(try server.load("-r /t", Self.tree).status == 0)
        #expect(try server.run("niutil -list -t DOMAIN /t").output == "2\t a\n4\t c\n")
        #expect(try server.load("-r /t", Self.tree.replacing("= v", with: "= w")).status == 0)
        #expect(try server.run("niutil -list -t DOMAIN /t").output == "5\t a\n7\t c\n")
    }

    @Test("the same again is not written")
    func same() throws {
        guard let server = try ToolServer(for: "niload -r") else { return }
        defer { server.stop() }
        #expect(try server.load("-r /t", Self.tree).status == 0)
        let before = try server.dump("--json -r /")
        #expect(try server.load("-v -r /t", Self.tree).error.contains("0 created, 0 changed, 4 unchanged"))
        #expect(try server.load("-n -r /t", Self.tree).output.isEmpty)
        #expect(try server.dump("--json -r /") == before)
    }

    @Test("a dry run of a new tree names its directories and makes none")
    func dryRun() throws {
        guard let server = try ToolServer(for: "niload -r") else { return }
        defer { server.stop() }
        let run = try server.load("-n -r /t", Self.tree)
        #expect(run.output.hasPrefix("would create directory /t\n+ name: t\n+ k: v\n"))
        #expect(try server.dump("-r /") == "{\n}\n")
    }

    @Test("every recorded database survives nidump, niload and nidump again", arguments: ImportedNames.all)
    func databases(_ name: String) throws {
        guard let databases = SharedData.folder("databases", for: "niload of recorded databases") else { return }
        guard let server = try ToolServer(for: "niload of recorded databases") else { return }
        defer { server.stop() }
        let folder = databases.appending(path: "\(name).nidb").path
        let raw = try run("nidump --database \(folder) -r /")
        let load = try run("niload -r / -t \(server.domain)", raw.outputBytes)
        #expect(load.status == 0, "\(load.error)")
        #expect(try run("nidump -r / -t \(server.domain)").outputBytes == raw.outputBytes)
        let json = try run("nidump --json --database \(folder) -r /")
        #expect(try run("niload --json / -t \(server.domain)", json.outputBytes).status == 0)
        #expect(try run("nidump -r / -t \(server.domain)").outputBytes == raw.outputBytes)
        for format in ImportedNames.formats { try expectIdentity(format, folder) }
    }

    private func run(_ line: String, _ input: [UInt8] = []) throws -> ToolRun {
        try ToolRun(line.split(separator: " ").map(String.init), bytes: input)
    }

    /// Loads what nidump prints of a database into an empty domain, and dumps that.
    private func expectIdentity(_ format: String, _ folder: String) throws {
        let text = try run("nidump --database \(folder) \(format)").outputBytes
        guard !text.isEmpty, let server = try ToolServer(for: "round trips") else { return }
        defer { server.stop() }
        let load = try run("niload \(format) -t \(server.domain)", text)
        #expect(load.status == 0, "\(format): \(load.error)")
        // Of two entries with one name only the later can be kept, which is said.
        if load.error.contains("replaces the entry") { return print("\(format) of \(folder): \(load.error)") }
        #expect(try run("nidump \(format) -t \(server.domain)").outputBytes == text, "\(format) of \(folder)")
    }
}

/// What the round trips go through.
enum ImportedNames {
    static let all = [
        "next-local-source", "darwin01-local", "darwin10-local", "apple272-big", "apple272-crash-create",
        "next-layer-ext", "darwin01-layer-ext", "next-layer-crash",
    ]
    static let formats = [
        "aliases", "bootparams", "bootptab", "ethers", "exports", "fstab", "group", "hosts", "netgroup", "networks",
        "passwd", "passwd.43", "printcap", "protocols", "resolv.conf", "rpc", "services",
    ]
}
