import NetInfoProtocol
import NetInfoTools
import Testing

@Suite("What nicl says when something is wrong")
struct NiclMessageTests {
    private let database: NiclDatabase

    init() throws { database = try NiclDatabase() }

    @Test("A path that leads nowhere is named by the command")
    func paths() throws {
        for (command, name) in [
            ("read /x", "read"), ("ls /x", "list"), ("rm /x", "delete"), ("append /x k v", "append"),
            ("insert /x k v 0", "insert"), ("rename /x a b", "rename"), ("mv /x /", "move"), ("cp / /x", "copy"),
            ("search /x 0 0 k v", "search"), ("path /x", "path"),
        ] {
            let run = try database.run(command)
            #expect(run.error == "\(name): Invalid Path\n")
            #expect(run.status == 212)
            #expect(run.output == "")
        }
        #expect(try database.run("read 4294967295").error == "read: Invalid Record ID\n")
    }

    @Test("Too few or too many arguments are wrong use: message, usage, exit status 1")
    func arguments() throws {
        for command in ["read", "append / k", "insert / k v", "mv /", "search / 0 0 k", "load x", "auth"] {
            let run = try database.run(command)
            #expect(run.error.hasPrefix("Too few parameters for "))
            #expect(run.error.contains(" operation\nusage: nicl "))
            #expect(run.status == 1)
        }
        #expect(try database.run("search / 0 0 k v k2").error.hasPrefix("Too few parameters for search operation\n"))
        #expect(try database.run("pwd x").error.hasPrefix("Too many parameters for pwd operation\n"))
        #expect(try database.run("insert / k v x").status == 1)
        #expect(try database.run("search / a 0 k v").error == "Scope must be a number, found a\n")
        #expect(try database.run("bogus").error.hasPrefix("Unknown command: bogus\nusage: nicl "))
    }

    @Test("No datasource is wrong use, too")
    func nothing() throws {
        let run = try ToolRun("nicl")
        #expect(run.error.hasPrefix("usage: nicl "))
        #expect(run.status == 1)
        #expect(try ToolRun("nicl -x500 . ls").status == 1)
        #expect(try ToolRun("nicl -raw -t x ls").status == 1)
        #expect(try ToolRun("nicl -T x . ls").error.hasPrefix("nicl: time-out must be a number of seconds, found x\n"))
    }

    @Test("Help goes to standard output and is a success, and the version names the tool")
    func help() throws {
        for line in ["nicl --help", "nicl -h", "netinfo nicl --help"] {
            let run = try ToolRun(line)
            #expect(run.output.hasPrefix("usage: nicl "))
            #expect(run.output.contains("       search  PATH MIN MAX KEY VAL [KEY VAL...]\n"))
            #expect(!run.output.contains("attach  "))
            #expect(run.status == 0)
        }
        #expect(try database.run("help").output.hasPrefix("usage: nicl "))
        #expect(try ToolRun("nicl --version").output.hasPrefix("nicl (netinfo-suite) "))
    }

    @Test("A server that cannot be reached is an invalid datastore, after what all tools say")
    func unreachable() throws {
        let refused = try ToolRun("nicl -t 127.0.0.1:1/x -list /")
        #expect(
            refused.error
                == "nicl: can't connect to server 127.0.0.1:1/x: Communication failure\n"
                + "tried tcp 127.0.0.1:1: connect: Connection refused\n"
                + "Is netinfod running there? Start it, or name another server with -t HOST/TAG.\n"
                + "open(127.0.0.1:1/x): Invalid Datastore\n")
        #expect(refused.status == 233)
        let format = try ToolRun("nicl -t x -list /")
        #expect(format.error.hasPrefix("nicl: incorrect format for domain x (Bad format)\nusage: -t <host>/<tag>\n"))
        #expect(format.error.hasSuffix("open(x): Invalid Datastore\n"))
        #expect(format.status == 233)
        #expect(
            try ToolRun("nicl --json -t 127.0.0.1:1/x ls /").error
                == #"{"tool":"nicl","code":233,"status":1001,"message":"open(127.0.0.1:1/x): Invalid Datastore","path":null}"#
                + "\n")
    }

    @Test("Domains are not made on a server")
    func creation() throws {
        for line in ["nicl . -create", "nicl . mk", "nicl -c . ls /"] {
            let run = try ToolRun(line)
            #expect(run.error == "Can't create a NetInfo domain\n")
            #expect(run.status == 1)
        }
    }

    @Test("Exit statuses are the low bytes of the numbers of the original")
    func statuses() {
        let exits: [Int32] = [
            233, 234, 235, 236, 237, 238, 239, 240, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 185, 186, 161,
            162,
            163, 15,
        ]
        #expect(NiclStatus.allCases.map(\.exitStatus.rawValue) == exits)
        #expect(Set(NiclStatus.allCases.map(\.text)).count == exits.count)
    }

    @Test("What a server answers becomes what the original made of it")
    func mapping() {
        #expect(NiclStatus(.badID) == .invalidRecordID)
        #expect(NiclStatus(.stale) == .staleRecord)
        for status in [NIStatus.noSpace, .readOnly] { #expect(NiclStatus(status) == .writeFailed) }
        for status in [NIStatus.permissionDenied, .authenticationError, .noUser] {
            #expect(NiclStatus(status) == .accessRestricted)
        }
        #expect(NiclStatus(.noDirectory) == .invalidPath)
        #expect(NiclStatus(.noProperty) == .invalidKey)
        #expect(NiclStatus(.noName) == .noData)
        for status in [NIStatus.failed, .networkRoot, .masterBusy, .systemError] {
            #expect(NiclStatus(status) == .failed)
        }
    }
}
