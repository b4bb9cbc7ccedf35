import Testing

@Suite("nifind in a hierarchy of two domains")
struct NifindHierarchyTests {
    private static let alice = "niutil -create / /users/alice\n"

    private func run(_ commands: String) throws -> String? {
        try NetworkNamespace(for: "NifindHierarchyTests")?.run(Self.alice + commands)
    }

    private func expect(_ commands: String, _ lines: String...) throws {
        guard let output = try run(commands) else { return }
        #expect(output == lines.map { $0 + "\n" }.joined())
    }

    @Test("Searches from the local domain up")
    func up() throws {
        try expect(
            "nifind -v /users/alice; nifind /users/alice; nifind --first -v /machines",
            "/users/alice not found in /vm", "/users/alice found in /, id = 4",
            "/users/alice found in /, id = 4", "/machines found in /vm, id = 1")
    }

    @Test("A time-out does not swallow the options after it, and options share a hyphen")
    func options() throws {
        try expect(
            "nifind -T 9 -v /users/alice; nifind -vT9 /users/alice; nifind -pT 9 users",
            "/users/alice not found in /vm", "/users/alice found in /, id = 4",
            "/users/alice not found in /vm", "/users/alice found in /, id = 4",
            "users found in /, id = 3", "name: users", "")
    }

    @Test("Searches from a domain down, and traces how it goes")
    func down() throws {
        try expect(
            "nifind -av /users/alice 2>/dev/null; nifind -av /users/alice 2>&1 >/dev/null; nifind -avn 0 2>/dev/null",
            "/users/alice found in /, id = 4", "/users/alice not found in /vm",
            "/: vm serves vm/local - new child domain", "0 found in /, id = 0")
    }

    @Test("The highest domain can be chosen, and names start from it")
    func highest() throws {
        try expect(
            "nifind -v /users/alice .; nifind -v /users/alice ..; nifind -av /users/alice /vm",
            "/users/alice not found in .", "/users/alice not found in ../vm", "/users/alice found in .., id = 4",
            "/users/alice not found in /vm")
    }

    @Test("A domain that is not above the local one is reported")
    func notAncestor() throws {
        try expect(
            "nidomain -m other; nifind -v /users/alice other@127.0.0.1; echo $?; nifind /users/alice /nosuch; echo $?",
            "error: domain other@127.0.0.1 is not above the local domain", "1", "error: can't open domain /nosuch", "1")
    }

    @Test("A domain without a master property is searched all the same")
    func withoutMaster() throws {
        try expect(
            "niutil -destroyprop . / master; nifind -v /users/alice",
            "Domain /vm has no master property!", "/users/alice not found in /vm", "/users/alice found in /, id = 4")
    }

    @Test("A child domain that does not answer is reported and the search goes on")
    func silentChild() throws {
        try expect(
            """
            niutil -create / /machines/dead
            niutil -createprop / /machines/dead ip_address 10.9.8.77
            niutil -createprop / /machines/dead serves dead/gone vm/local
            nifind -av --exit-status /users/alice 2>&1; echo $?
            """,
            "/users/alice found in /, id = 4", "/: vm serves vm/local - new child domain",
            "/: dead serves dead/gone - new child domain", "/: dead serves vm/local - already have this child",
            "/users/alice not found in /vm", "No response from /dead", "1")
    }

    @Test("Prints JSON, and finding nothing can be an exit status")
    func json() throws {
        try expect(
            "nifind --json /users/alice; nifind --exit-status /nosuch; echo $?; nifind /nosuch; echo $?",
            #"[{"domain":"/vm","id":null,"found":false},{"domain":"/","id":4,"found":true}]"#, "1", "0")
    }

    @Test("The other tools see the hierarchy too")
    func others() throws {
        try expect(
            "nireport / /machines name ip_address serves; nigrep alice /; nidomain -l | cut -d' ' -f1",
            "vm\t10.9.8.1\t./network,vm/local\t", "4 /users/alice:  name alice", "tag=network", "tag=local")
    }
}
