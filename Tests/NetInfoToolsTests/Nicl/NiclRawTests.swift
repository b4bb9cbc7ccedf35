import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("nicl on databases on disk")
struct NiclRawTests {
    @Test("A database that is made has an empty root and nothing else")
    func creation() throws {
        let folder = TemporaryFolder("netinfo-nicl")
        let path = folder("new.nidb")
        let missing = try NiclDatabase.tool(["nicl", "-raw", path, "ls", "/"])
        #expect(missing.error == "open(\(path)): No Such File\n")
        #expect(missing.status == 234)
        #expect(try NiclDatabase.tool(["nicl", "-raw", path, "-create"]).status == 0)
        #expect(try NiclDatabase.tool(["nicl", "-raw", path, "read", "/"]).output == "")
        #expect(try NiclDatabase.tool(["nicl", "-c", "-raw", folder("other"), "create", "/a"]).status == 0)
        #expect(try NiclDatabase.tool(["nicl", "-c", "-raw", folder("other"), "ls", "/"]).output == "1          a\n")
        #expect(try NiclDatabase.tool(["nicl", "-n", "-raw", folder("dry"), "-create"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder("dry")))
    }

    @Test("A folder with other things in it does not become a database")
    func occupied() throws {
        let folder = TemporaryFolder("netinfo-nicl")
        try Data().write(to: URL(fileURLWithPath: folder("something")))
        #expect(try ToolRun(["nicl", "-raw", folder.path, "-create"]).status == 233)
    }

    @Test("What was written is there the next time, as property lists as well")
    func durability() throws {
        let database = try NiclDatabase("create /users/alice uid 501")
        #expect(try database.run("read /users/alice").output == "name: alice\nuid: 501\n")
        #expect(FileManager.default.fileExists(atPath: database.path + "/users/alice.plist"))
    }

    @Test("A domain of a store is written to only while no server holds the store")
    func lock() throws {
        let server = try TestServer(domains: ["network": try SampleTree.flat([[.init("name", "users")]])])
        let domain = server.store + "/nodes/network"
        let held = try ToolRun(["nicl", "-raw", domain, "ls", "/"])
        #expect(held.error.hasPrefix("open(\(domain)): Datastore Locked\n"))
        #expect(held.error.contains("process"))
        #expect(held.status == 240)
        #expect(try ToolRun(["nicl", "-c", "-raw", server.store + "/nodes/new", "ls", "/"]).status == 240)
        #expect(!FileManager.default.fileExists(atPath: server.store + "/nodes/new"))
        #expect(try ToolRun(["nicl", "-ro", "-raw", domain, "ls", "/"]).output == "1          users\n")
        server.stop()
        #expect(try NiclDatabase.tool(["nicl", "-raw", domain, "create", "/users/bob"]).status == 0)
        #expect(try NiclDatabase.tool(["nicl", "-raw", domain, "ls", "/users"]).output == "2          bob\n")
    }

    @Test("-ro changes nothing", arguments: ["create /x", "rm /a", "append /a k v", "mv /a /", "load + name x"])
    func readOnly(_ command: String) throws {
        let database = try NiclDatabase("mk /a")
        let run = try database.run(command, options: "-ro")
        #expect(run.error.hasSuffix(": Write Access Restricted\n"))
        #expect(run.status == 163)
        #expect(try database.run("ls /", options: "-ro").output == "1          a\n")
    }

    @Test("A binary database can be read and not be written to")
    func binary() throws {
        guard let databases = SharedData.folder("databases", for: "NiclRawTests") else { return }
        let path = databases.appending(path: "darwin10-local.nidb").path
        let root = try ToolRun(["nicl", "-raw", path, "read", "/users/root", "name", "uid"])
        #expect(root.output == "name: root Administrator administrator\nuid: 0\n")
        let write = try ToolRun(["nicl", "-raw", path, "create", "/x"])
        #expect(write.error == "create: Write Access Restricted\n")
        #expect(write.status == 163)
    }

    @Test("Statistics are those of the database, and it has no place in a hierarchy")
    func statistics() throws {
        let database = try NiclDatabase("mk /a/b")
        let lines = try database.session("cat /a\nstats").output.split(separator: "\n")
        #expect(
            lines.dropFirst().map { String($0.prefix { $0 != ":" }) }
                == ["checksum", "version", "max_dsid", "fetch_count", "save_count", "remove_count"])
        #expect(lines.contains("max_dsid: 2"))
        for command in ["domainname", "rparent"] {
            let run = try database.run(command)
            #expect(run.error == "\(command): Operation Failed\n")
            #expect(run.status == 15)
        }
        #expect(try database.session("resync\nflush\nauth root x").output == "")
    }

    @Test("Only --expert knows the repair commands, which have nothing to repair")
    func repair() throws {
        let database = try NiclDatabase("mk /a")
        #expect(try database.run("attach / 1").status == 1)
        let run = try database.run("attach / 1", options: "--expert")
        #expect(run.error.hasSuffix("attach: Operation Failed\n"))
        #expect(run.status == 15)
    }
}
