import Foundation
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("niutil --database")
struct NiutilOfflineTests {
    @Test("writes as to a server, and what was written is in the property lists too")
    func writing() throws {
        let store = try OfflineStore()
        for line in [
            "-create --database FOLDER /config/dns", "-createprop --database FOLDER /config/dns ns 10.0.0.1",
            "-appendprop --database FOLDER /config/dns ns 10.0.0.2 10.0.0.1",
            "-mergeprop --database FOLDER /config/dns ns 10.0.0.2 10.0.0.3",
            "-insertval --database FOLDER /config/dns ns 9.9.9.9 0",
            "-destroyval --database FOLDER /config/dns ns 10.0.0.1",
            "-renameprop --database FOLDER /config/dns ns nameserver",
            "-createprop --database=FOLDER /config/dns x", "-destroyprop --database FOLDER /config/dns x y",
        ] {
            let words = line.replacing("=FOLDER", with: "=" + store.folder)
            let run = try store.run("niutil " + words)
            #expect(run.status == 0 && run.error.isEmpty, "\(line): \(run.error)")
        }
        let wanted = "name: dns\nnameserver: 9.9.9.9 10.0.0.2 10.0.0.3\n"
        #expect(try store.run("niutil -read --database FOLDER /config/dns").output == wanted)
        let plist = try String(contentsOfFile: store.folder + "/config/dns.plist", encoding: .utf8)
        #expect(plist.contains("9.9.9.9"))
        #expect(try store.check().status == 0)
        #expect(try store.run("niutil -destroy --database FOLDER /config").status == 0)
        #expect(try store.run("niutil -list --database FOLDER /").output == "")
        let check = try store.check()
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("reads like from a server, with the same statuses")
    func reading() throws {
        let store = try OfflineStore(try SampleTree.flat([[.init("name", "a", "b"), .init("k", "v", "w")]]))
        #expect(try store.run("niutil -list --database FOLDER /").output == "1\t a b\n")
        #expect(try store.run("niutil -list --database FOLDER / k").output == "1\t v w\n")
        #expect(try store.run("niutil -readprop --database FOLDER /b k").output == "v w\n")
        #expect(try store.run("niutil -readval --database FOLDER 1 k 1").output == "w\n")
        #expect(try store.run("niutil --json -read --database FOLDER /a").output.contains("\"parent\":0"))
        #expect(try store.run("niutil -statistics --database FOLDER").output.hasPrefix("checksum: "))
        #expect(try store.run("niutil -readprop --database FOLDER /a none").status == 106)
        let missing = try store.run("niutil -createprop --database FOLDER /none k v")
        #expect(missing.status == 105)
        #expect(missing.error == "niutil: can't modify k in directory /none: No such directory\n")
        #expect(try store.run("niutil -destroy --database FOLDER /").status == 109)
    }

    @Test("has no answer to what only a server knows", arguments: ["rparent", "resync", "domainname"])
    func domain(_ operation: String) throws {
        let run = try ToolRun("niutil -\(operation) --database /nowhere")
        #expect(run.status == 1)
        #expect(run.error == "niutil: -\(operation) asks a server, which --database does without\n")
    }

    @Test("does not write while a server holds the store, and names its process; reading goes on")
    func held() throws {
        let server = try TestServer(domains: ["network": try SampleTree.flat([[.init("name", "users")]])])
        let folder = server.store + "/nodes/network"
        for option in ["", "--dry-run "] {
            let run = try ToolRun("niutil -create \(option)--database \(folder) /users/x")
            #expect(run.status == 1)
            #expect(run.error.hasPrefix("niutil: can't write to database \(folder): it is in use by process "))
            #expect(run.error.contains("process \(getpid()) "))
        }
        #expect(try ToolRun("niutil -list --database \(folder) /").output == "1\t users\n")
        server.stop()
        #expect(try OfflineStore.tool(["niutil", "-create", "--database", folder, "/users/x"]).status == 0)
        #expect(try ToolRun("niutil -list --database \(folder) /users").output == "2\t x\n")
    }

    @Test("refuses to write to what it does not keep, and says what to do")
    func foreign() throws {
        let folder = TemporaryFolder()
        func refusal(_ path: String) throws -> String {
            let run = try ToolRun("niutil -create --database \(path) /x")
            #expect(run.status == 1)
            return run.error
        }
        #expect(try refusal(folder("none")).contains("'nicl -raw \(folder("none")) -create' makes a database"))
        #expect(!FileManager.default.fileExists(atPath: folder("none")))
        #expect(try refusal(folder.path).contains("'nicl -raw \(folder.path) -create'"))
        let users = folder("Default/users")
        try FileManager.default.createDirectory(atPath: users, withIntermediateDirectories: true)
        try PropertyListSerialization.data(fromPropertyList: ["name": ["wren"]], format: .xml, options: 0)
            .write(to: URL(fileURLWithPath: "\(users)/wren.plist"))
        let before = try ImportedStore.fingerprint(of: folder("Default"))
        #expect(try refusal(folder("Default")).contains("'netinfo import dslocal \(folder("Default"))'"))
        #expect(try ToolRun("niutil -list --database \(folder("Default")) /users").output == "2\t wren\n")
        #expect(try ImportedStore.fingerprint(of: folder("Default")) == before)
        try FileManager.default.createDirectory(atPath: folder("store/nodes"), withIntermediateDirectories: true)
        #expect(try refusal(folder("store")).contains("give the folder of one, \(folder("store"))/nodes/TAG"))
        guard let databases = SharedData.folder("databases", for: "niutil --database") else { return }
        let binary = databases.appending(path: "darwin10-local.nidb").path
        #expect(try refusal(binary).contains("'netinfo import nidb \(binary)'"))
        #expect(try ToolRun("niutil -readprop --database \(binary) /users/root uid").output == "0\n")
    }

    @Test("takes in what was edited by hand before it writes")
    func edited() throws {
        let store = try OfflineStore()
        #expect(try store.run("niutil -create --database FOLDER /users/wren").status == 0)
        #expect(try store.run("niutil -createprop --database FOLDER /users/wren uid 501").status == 0)
        let file = store.folder + "/users/wren.plist"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("501", with: "1501").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try store.run("niutil -createprop --database FOLDER /users/wren gid 20").status == 0)
        #expect(
            try store.run("niutil -read --database FOLDER /users/wren").output == "name: wren\nuid: 1501\ngid: 20\n")
        let check = try store.check()
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("with --dry-run tells what would change and touches nothing")
    func dryRun() throws {
        let store = try OfflineStore(try SampleTree.flat([[.init("name", "a")]]))
        let before = try ImportedStore.fingerprint(of: store.folder)
        let run = try store.run("niutil -create --dry-run --database FOLDER /a/b")
        #expect(run.output == "would create directory /a/b\n")
        #expect(try ImportedStore.fingerprint(of: store.folder) == before)
    }
}
