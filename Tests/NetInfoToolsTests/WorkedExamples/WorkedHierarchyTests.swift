import Testing

@Suite("The worked examples, in a hierarchy of two domains")
struct WorkedHierarchyTests {
    private static let examples = WorkedExample.parse(
        """
        $ nidomain -l | sed 's/=[1-9][0-9]*/=N/g'
        tag=network udp=N tcp=N
        tag=local udp=N tcp=N
        $ niutil -rparent .
        10.9.8.1/network
        $ niutil -rparent /
        root domain: no parent
        ⇒ 111
        $ niutil -domainname .
        /vm
        $ niutil -domainname ..
        /
        $ niutil -readprop /vm / master
        vm/local
        $ niutil -readprop network@10.9.8.1 /users/alice name
        alice
        $ nifind -v /users/alice
        /users/alice not found in /vm
        /users/alice found in /, id = 4
        $ nifind -av /users/alice
        /users/alice found in /, id = 4
        /users/alice not found in /vm
        ! /: vm serves vm/local - new child domain
        $ nireport / /machines name ip_address serves
        vm⇥10.9.8.1⇥./network,vm/local⇥
        $ nidomain -m extra
        $ nidomain -m extra
        ! nidomain: operation failed - Duplicate domain tag: can't serve it
        ⇒ 1
        """)
    /// Of what a new domain contains only the machine stays, for the ids' sake.
    private static let preparation = """
        niutil -list / / | cut -d ' ' -f 2 | while read -r name; do
            [ "$name" = machines ] || niutil -destroy / "/$name" </dev/null
        done
        niutil -create / /users/alice
        """
    private static let results = Swift.Result {
        try WorkedExample.run(examples, after: preparation, for: "the worked examples")
    }

    @Test("print what the specification says", arguments: examples)
    func example(_ example: WorkedExample) throws {
        guard let results = try Self.results.get() else { return }
        try #require(results.count == Self.examples.count)
        #expect(results[example.number] == example.result)
    }
}

@Suite("The worked examples, as somebody without privileges")
struct WorkedAccessTests {
    private static let examples = WorkedExample.parse(
        """
        $ niutil -create . /x
        ! niutil: can't create directory /x: Permission denied
        ⇒ 104
        $ niutil -create -u alice -P wrong . /shared/x
        ! niutil: can't create directory /shared/x: Authentication error
        ⇒ 120
        $ niutil -create -u alice -P secret . /shared/x
        $ niutil -createprop -u alice -P secret . /users/alice passwd new
        $ niutil -createprop -u nosuchuser -P secret . /users/alice uid 5
        ! niutil: can't modify uid in directory /users/alice: No such user
        ⇒ 121
        $ nicl . -create /y
        ! create: Access Restricted
        ⇒ 161
        $ niutil -list . /shared | cut -f2
        ␠x
        """)
    /// Over TCP, without the right to use ports below 1024, root is nobody in particular for a server.
    private static let preparation = """
        niload -r / . <<'FIXTURE'
        { master = vm/local; CHILDREN = (
          { name = users; CHILDREN = ( { name = alice; uid = 501; passwd = abNANd1rDfiNc; _writers_passwd = alice; } ) },
          { name = shared; _writers = alice; } ) }
        FIXTURE
        sh() { NETINFO_SOCKETS=off setpriv --bounding-set=-net_bind_service --inh-caps=-all /bin/sh "$@"; }
        """
    private static let results = Swift.Result {
        try WorkedExample.run(examples, after: preparation, daemonOptions: "--create local", for: "the worked examples")
    }

    @Test("print what the specification says", arguments: examples)
    func example(_ example: WorkedExample) throws {
        guard let results = try Self.results.get() else { return }
        try #require(results.count == Self.examples.count)
        #expect(results[example.number] == example.result)
    }
}
