import NetInfoProtocol
import NetInfoTools
import Testing

/// What scripts depend on (`tools.md` 16, KEEP). Layouts are those of the worked examples; option names are kept by the
/// tests of each tool's command line, the statuses of nicl by `NiclMessageTests`.
@Suite("Kept behaviour of the original")
struct KeptBehaviourTests {
    private func server() throws -> ToolServer? { try ToolServer(for: "KeptBehaviourTests") }

    @Test(
        "Every operation of niutil and nicl goes by its name",
        arguments: [
            "niutil -create -destroy -createprop -appendprop -mergeprop -insertval -destroyprop -destroyval",
            "niutil -renameprop -read -list -readprop -readval -rparent -resync -statistics -stat -domainname",
            "nicl -read -cat . -list -ls -create -mk -createprop -delete -rm -destroy -destroyprop -append -merge",
            "nicl -insert -rename -move -mv -copy -cp -search -path -load -history -hist -stats -statistics",
            "nicl -domainname -name -rparent -resync -flush -source -echo -auth -su -cd -pwd -quit -q -exit -help",
        ])
    func names(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let database = try NiclDatabase()
        for operation in words.dropFirst() {
            let run = words[0] == "niutil" ? try ToolRun("niutil \(operation)") : try database.run(operation)
            #expect(!run.error.lowercased().contains("unknown"), "\(run.error)")
        }
        #expect(try database.run("nosuch").error.lowercased().contains("unknown"))
        #expect(try ToolRun("niutil -nosuch .").error.lowercased().contains("unknown"))
    }

    @Test("Statuses have the words of the original")
    func statuses() {
        let texts = """
            Operation succeeded|ID is invalid|Write attempted on stale version of object
            No space available for write operation|Permission denied|No such directory|No such property|No such name
            Cannot delete name object with children|Object is not child of parent: cannot destroy|Serialization error
            Hit network root domain|No response from remote parent|No writes allowed: all objects are read-only
            Remote system error|Can't regenerate: already in use|Operation makes no sense on clone
            Can't find address of server|Duplicate domain tag: can't serve it|No such tag|Authentication error
            No such user|Master server is busy|Invalid domain|Invalid operation on master
            """
        let words = texts.split { $0 == "|" || $0 == "\n" }
        #expect(words.count == 25)
        for (number, text) in words.enumerated() {
            #expect(NIStatus(rawValue: UInt32(number)).text == text)
        }
        #expect(NIStatus(rawValue: 9999).text == "Communication failure")
    }

    @Test(
        "A malformed -t argument has an exit status of its own",
        arguments: [("x", 217), ("/x", 218), ("x/", 219), ("no-such-host.invalid/x", 221)])
    func serverArguments(_ argument: String, _ status: Int32) throws {
        #expect(try ToolRun("niutil -list -t \(argument) /").status == status)
        #expect(try ToolRun("nireport -t \(argument) / name").status == status)
    }

    @Test("Success is silent")
    func silence() throws {
        guard let server = try server() else { return }
        defer { server.stop() }
        for line in [
            "niutil -create -t DOMAIN /a/b", "niutil -createprop -t DOMAIN /a k v w",
            "niutil -appendprop -t DOMAIN /a k x",
            "niutil -mergeprop -t DOMAIN /a k v y", "niutil -insertval -t DOMAIN /a k z 0",
            "niutil -destroyval -t DOMAIN /a k z", "niutil -renameprop -t DOMAIN /a k l",
            "niutil -destroyprop -t DOMAIN /a l", "niutil -resync -t DOMAIN", "niutil -destroy -t DOMAIN /a",
            "nicl -t DOMAIN -create /c k v", "nicl -t DOMAIN -append /c k w", "nicl -t DOMAIN -delete /c",
        ] {
            let run = try server.run(line)
            #expect(run.status == 0 && run.output.isEmpty && run.error.isEmpty, "\(line): \(run.error)")
        }
        let load = try server.load("group", "a:*:1:\n")
        #expect(load.status == 0 && load.output.isEmpty && load.error.isEmpty)
    }

    @Test("Creating what exists, and destroying properties and values that do not, succeeds and changes nothing")
    func tolerance() throws {
        guard let server = try server() else { return }
        defer { server.stop() }
        #expect(try server.run("niutil -create -t DOMAIN /a/b").status == 0)
        #expect(try server.run("niutil -createprop -t DOMAIN /a k v").status == 0)
        let before = try server.dump("--json -r /")
        for line in [
            "niutil -create -t DOMAIN /a/b", "niutil -destroyprop -t DOMAIN /a x y",
            "niutil -destroyval -t DOMAIN /a k x y", "niutil -destroyval -t DOMAIN /a x y",
        ] {
            let run = try server.run(line)
            #expect(run.status == 0 && run.output.isEmpty && run.error.isEmpty, "\(line): \(run.error)")
            #expect(try server.dump("--json -r /") == before)
        }
    }

    @Test("niload replaces entries by name, and children and properties keep their order")
    func order() throws {
        guard let server = try server() else { return }
        defer { server.stop() }
        #expect(try server.load("group", "c:*:3:\na:*:1:\nb:*:2:x\n").status == 0)
        #expect(try server.load("group", "a:*:7:\n").status == 0)
        #expect(try server.dump("group") == "c:*:3:\na:*:7:\nb:*:2:x\n")
        for key in ["z", "y", "x"] { _ = try server.run("niutil -createprop -t DOMAIN /groups/a \(key) 1") }
        #expect(try server.read("/groups/a") == "gid: 7\nname: a\npasswd: *\nusers:\nz: 1\ny: 1\nx: 1\n")
        _ = try server.run("niutil -destroy -t DOMAIN /groups/c")
        _ = try server.run("niutil -create -t DOMAIN /groups/d")
        #expect(try server.run("niutil -list -t DOMAIN /groups").output == "3\t a\n4\t b\n2\t d\n")
    }
}
