import Testing

@Suite("What niutil says when it cannot begin")
struct NiutilMessageTests {
    private static let serverUsage = "usage: -t <host>/<tag>\n<host> can be a host name or IP address\n"

    @Test(
        "A malformed -t argument has its reason and its exit status",
        arguments: [
            ("127.0.0.1", "Bad format", 217), ("/tag", "No host", 218), ("127.0.0.1/", "No tag", 219),
        ])
    func serverTags(_ argument: String, _ reason: String, _ status: Int32) throws {
        let run = try ToolRun("niutil -list -t \(argument) /")
        #expect(run.error == "niutil: incorrect format for domain \(argument) (\(reason))\n" + Self.serverUsage)
        #expect(run.status == status)
        #expect(run.output == "")
    }

    @Test("A bare word is no domain")
    func bareWord() throws {
        let run = try ToolRun("niutil -list nosuch /")
        #expect(run.error == "niutil: can't connect to server for domain nosuch\n")
        #expect(run.status == 199)
    }

    @Test("A server that does not answer is a communication failure, told with what was tried")
    func refused() throws {
        let run = try ToolRun("niutil -list -t 127.0.0.1:1/x /")
        #expect(
            run.error == """
                niutil: can't connect to server 127.0.0.1:1/x: Communication failure
                tried tcp 127.0.0.1:1: connect: Connection refused
                Is netinfod running there? Start it, or name another server with -t HOST/TAG.

                """)
        #expect(run.status == 199)
    }

    @Test("An index that is no number is refused before anything else")
    func index() throws {
        let run = try ToolRun("niutil -insertval nosuch /a k bad x")
        #expect(run.error == "niutil: index for -insertval must be an integer\nfound x\n")
        #expect(run.status == 3)
    }

    @Test("Too few arguments are named, then comes the usage text")
    func insufficient() throws {
        let run = try ToolRun("niutil -createprop . /a")
        #expect(run.error.hasPrefix("niutil: insufficient number of arguments for -createprop\nusage: niutil -create "))
        #expect(run.status == 1)
    }

    @Test("No operation is a usage error")
    func nothing() throws {
        let run = try ToolRun("niutil foo bar")
        #expect(run.error.hasPrefix("usage: niutil -create "))
        #expect(run.status == 1)
    }

    @Test("Help goes to standard output and is a success")
    func help() throws {
        for line in ["niutil --help", "niutil -h", "/usr/bin/niutil -list --help", "netinfo niutil --help"] {
            let run = try ToolRun(line)
            #expect(run.output.hasPrefix("usage: niutil -create "))
            #expect(run.error == "")
            #expect(run.status == 0)
        }
    }

    @Test("The version names the tool")
    func version() throws {
        #expect(try ToolRun("niutil --version").output.hasPrefix("niutil (netinfo-suite) "))
        #expect(try ToolRun("netinfo --version").output.hasPrefix("netinfo (netinfo-suite) "))
    }

    @Test("With --json a failure is one object on one line")
    func json() throws {
        let run = try ToolRun("niutil --json -list nosuch /")
        let message = "can't connect to server for domain nosuch"
        #expect(
            run.error == #"{"tool":"niutil","code":199,"status":9999,"message":"\#(message)","path":null}"# + "\n")
    }

    @Test("A password file that others can read is refused")
    func passwordFile() throws {
        let run = try ToolRun("niutil -create --password-file /etc/passwd . /x")
        #expect(run.error == "niutil: password file /etc/passwd must not be accessible to group or others\n")
        #expect(run.status == 1)
    }
}
