import Testing

@Suite("nifind in a hierarchy of two domains")
struct NifindHierarchyTests {
    private static let alice = "niutil -create / /people/alice\n"

    private func run(_ commands: String) throws -> String? {
        try NetworkNamespace(for: "NifindHierarchyTests")?.run(Self.alice + commands)
    }

    private func expect(_ commands: String, _ lines: String...) throws {
        // What a new domain contains is not the subject here, and so neither are ids.
        guard
            let output = try run(commands)?
                .replacing(/id = [1-9][0-9]*/, with: "id = N")
                .replacing(/"id":[0-9]+/, with: "\"id\":N")
                .replacing(/\n[0-9]+ \//, with: "\nN /")
        else { return }
        #expect(output == lines.map { $0 + "\n" }.joined())
    }

    @Test("Searches from the local domain up")
    func up() throws {
        try expect(
            "nifind -v /people/alice; nifind /people/alice; nifind --first -v /machines",
            "/people/alice not found in /vm", "/people/alice found in /, id = N",
            "/people/alice found in /, id = N", "/machines found in /vm, id = N")
    }

    @Test("A time-out does not swallow the options after it, and options share a hyphen")
    func options() throws {
        try expect(
            "nifind -T 9 -v /people/alice; nifind -vT9 /people/alice; nifind -pT 9 people",
            "/people/alice not found in /vm", "/people/alice found in /, id = N",
            "/people/alice not found in /vm", "/people/alice found in /, id = N",
            "people found in /, id = N", "name: people", "")
    }

    @Test("Searches from a domain down, and traces how it goes")
    func down() throws {
        try expect(
            "nifind -av /people/alice 2>/dev/null; nifind -av /people/alice 2>&1 >/dev/null; nifind -avn 0 2>/dev/null",
            "/people/alice found in /, id = N", "/people/alice not found in /vm",
            "/: vm serves vm/local - new child domain", "0 found in /, id = 0")
    }

    @Test("The highest domain can be chosen, and names start from it")
    func highest() throws {
        try expect(
            "nifind -v /people/alice .; nifind -v /people/alice ..; nifind -av /people/alice /vm",
            "/people/alice not found in .", "/people/alice not found in ../vm", "/people/alice found in .., id = N",
            "/people/alice not found in /vm")
    }

    @Test("A domain that is not above the local one is reported")
    func notAncestor() throws {
        try expect(
            "nidomain -m other; nifind -v /people/alice other@127.0.0.1; echo $?; nifind /people/alice /nosuch; echo $?",
            "error: domain other@127.0.0.1 is not above the local domain", "1", "error: can't open domain /nosuch", "1")
    }

    @Test("A domain without a master property is searched all the same")
    func withoutMaster() throws {
        try expect(
            "niutil -destroyprop . / master; nifind -v /people/alice",
            "Domain /vm has no master property!", "/people/alice not found in /vm", "/people/alice found in /, id = N")
    }

    @Test("A child domain that does not answer is reported and the search goes on")
    func silentChild() throws {
        try expect(
            """
            niutil -create / /machines/dead
            niutil -createprop / /machines/dead ip_address 10.9.8.77
            niutil -createprop / /machines/dead serves dead/gone vm/local
            nifind -av --exit-status /people/alice 2>&1; echo $?
            """,
            "/people/alice found in /, id = N", "/: vm serves vm/local - new child domain",
            "/: dead serves dead/gone - new child domain", "/: dead serves vm/local - already have this child",
            "/people/alice not found in /vm", "No response from /dead", "1")
    }

    @Test("Prints JSON, and finding nothing can be an exit status")
    func json() throws {
        try expect(
            "nifind --json /people/alice; nifind --exit-status /nosuch; echo $?; nifind /nosuch; echo $?",
            #"[{"domain":"/vm","id":null,"found":false},{"domain":"/","id":N,"found":true}]"#, "1", "0")
    }

    @Test("The other tools see the hierarchy too")
    func others() throws {
        try expect(
            "nireport / /machines name ip_address serves; nigrep alice /; nidomain -l | cut -d' ' -f1",
            "vm\t10.9.8.1\t./network,vm/local\t", "N /people/alice:  name alice", "tag=network", "tag=local")
    }
}
