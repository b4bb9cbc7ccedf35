import Testing

@Suite("The worked examples, on one domain")
struct WorkedExampleTests {
    private static let examples = WorkedExample.parse(reading + writing)
    private static let results = Swift.Result {
        try WorkedExample.run(examples, after: preparation, daemonOptions: "--create local", for: "the worked examples")
    }

    @Test("print what the specification says", arguments: examples)
    func example(_ example: WorkedExample) throws {
        guard let results = try Self.results.get() else { return }
        try #require(results.count == Self.examples.count)
        #expect(results[example.number] == example.result)
    }

    /// The directories the examples were recorded with. What a new domain contains goes first, for the ids' sake.
    private static let preparation = """
        echo '{ master = localhost/local; }' | niload -r / .
        niload -r / . <<'FIXTURE'
        \(fixture)
        FIXTURE
        """

    private static let fixture = #"""
        { master = localhost/local; trusted_networks = (); CHILDREN = (
        { name = users; CHILDREN = (
          { name = root; passwd = "*"; uid = 0; gid = 0; realname = "System Administrator"; home = /root;
            shell = /bin/sh; },
          { name = alice; passwd = x1yz; uid = 501; gid = 20; class = ""; change = 0; expire = 0;
            realname = "Alice Adams"; home = /home/alice; shell = /bin/zsh; _writers_passwd = alice; },
          { name = nobody; uid = -2; } ) },
        { name = groups; CHILDREN = (
          { name = wheel; passwd = "*"; gid = 0; users = (root, alice); },
          { name = staff; passwd = "*"; gid = 20; users = (); } ) },
        { name = machines; CHILDREN = (
          { name = localhost; ip_address = 127.0.0.1; serves = ./local; },
          { name = (alpha, alpha.example.com); ip_address = (10.0.0.5, 10.0.1.5); en_address = 0:0:f:1:2:3;
            bootparams = (root=srv:/export/root, swap=srv:/export/swap); },
          { name = beta; } ) },
        { name = mounts; CHILDREN = (
          { name = srv:/home; dir = /Network/home; vfstype = nfs; opts = (rw, bg); },
          { name = /dev/sda1; dir = /; } ) },
        { name = aliases; CHILDREN = (
          { name = crew; members = (alice, bob, carol, dave, eve, frank, grace, heidi, ivan, judy, mallory, niaj,
            olivia, peggy); } ) },
        { name = printers; CHILDREN = (
          { name = (lp, ps); lp = (); rm = server.example.com; rp = queue_with_a_long_name; sd = /var/spool/lp;
            mx = "#0"; } ) },
        { name = services; CHILDREN = (
          { name = (domain, nameserver); port = 53; protocol = (udp, tcp); },
          { name = smtp; port = 25; protocol = tcp; } ) },
        { name = exports; CHILDREN = (
          { name = /home; opts = ro; clients = (alpha, beta); }, { name = /usr; } ) },
        { name = locations; CHILDREN = (
          { name = resolver; domain = example.com; search = (example.com, lab.example.com);
            nameserver = (10.0.0.1, 10.0.0.2); } ) },
        { name = odd/name; quote = "say \"hi\""; } ) }
        """#

    private static let reading = #"""
        01 $ niutil -list . /
        1⇥ users
        5⇥ groups
        8⇥ machines
        12⇥ mounts
        15⇥ aliases
        17⇥ printers
        19⇥ services
        22⇥ exports
        25⇥ locations
        27⇥ odd/name
        03 $ niutil -list . /users gid
        2⇥ 0
        3⇥ 20
        4⇥
        04 $ niutil -read . /users/alice
        name: alice
        passwd: x1yz
        uid: 501
        gid: 20
        class:␠
        change: 0
        expire: 0
        realname: Alice Adams
        home: /home/alice
        shell: /bin/zsh
        _writers_passwd: alice
        07 $ niutil -readprop . /machines/alpha ip_address
        10.0.0.5 10.0.1.5
        09 $ niutil -readprop . /users/nobody shell
        ! niutil: can't get property shell in directory /users/nobody: No such property
        ⇒ 106
        10 $ niutil -list . /nosuch
        ! niutil: can't open directory /nosuch: No such directory
        ⇒ 105
        11 $ niutil -read . '/odd\/name'
        name: odd/name
        quote: say "hi"
        13 $ nidump passwd .
        root:*:0:0::0:0:System Administrator:/root:/bin/sh
        alice:x1yz:501:20::0:0:Alice Adams:/home/alice:/bin/zsh
        nobody::-2:::0:0:::
        15 $ nidump hosts .
        127.0.0.1⇥localhost
        10.0.0.5⇥alpha alpha.example.com
        10.0.1.5⇥alpha alpha.example.com
        17 $ nidump bootparams .
        alpha root=srv:/export/root \
        ⇥swap=srv:/export/swap
        19 $ nidump fstab .
        srv:/home /Network/home nfs rw,bg 0 0
        /dev/sda1 / nfs rw 0 0
        20 $ nidump aliases .
        crew: alice,bob,carol,dave,eve,frank,grace,heidi,ivan,judy,mallory,niaj,
        ⇥olivia,peggy
        21 $ nidump printcap .
        lp|ps: \
        ⇥:lp:rm=server.example.com:rp=queue_with_a_long_name: \
        ⇥:sd=/var/spool/lp:mx#0:
        22 $ nidump services .
        domain⇥53/udp⇥nameserver
        domain⇥53/tcp⇥nameserver
        smtp⇥25/tcp⇥
        23 $ nidump exports .
        /home  -ro alpha beta
        /usr␠␠␠
        26 $ nidump -r '/odd\/name' .
        {
          "name" = ( "odd/name" );
          "quote" = ( "say \"hi\"" );
        }
        27 $ nicl . -list /users
        2          root
        3          alice
        4          nobody
        28 $ nicl . -read /users/alice uid _writers_passwd shoe
        uid: 501
        _writers_passwd: alice
        ! No such key: shoe
        29 $ nicl . -read /users/bob
        ! read: Invalid Path
        ⇒ 212
        32 $ nigrep '^10\.' . /machines
        10 /machines/alpha:  ip_address 10.0.0.5 10.0.1.5
        34 $ nireport . /users name uid shell
        root⇥0⇥/bin/sh⇥
        alice⇥501⇥/bin/zsh⇥
        nobody⇥-2⇥#NoValue#⇥
        35 $ nifind -v /users/uid=501
        /users/uid=501 found in /, id = 3
        36 $ nifind -v /users/bob
        /users/bob not found in /

        """#

    private static let writing = #"""
        37 $ niutil -create . /config/dns
        38 $ niutil -createprop . /config/dns ns 10.0.0.1
        39 $ niutil -appendprop . /config/dns ns 10.0.0.2 10.0.0.1
        40 $ niutil -mergeprop . /config/dns ns 10.0.0.2 10.0.0.3
        41 $ niutil -insertval . /config/dns ns 9.9.9.9 0
        42 $ niutil -destroyval . /config/dns ns 10.0.0.1
        43 $ niutil -renameprop . /config/dns ns nameserver
        44 $ niutil -read . /config/dns
        name: dns
        nameserver: 9.9.9.9 10.0.0.2 10.0.0.3
        46 $ printf 'bob:x:502:20::0:0:Bob B.:/home/bob:/bin/sh\n' | niload passwd . && niutil -read . /users/bob
        _writers_passwd: bob
        change: 0
        class:␠
        expire: 0
        gid: 20
        home: /home/bob
        name: bob
        passwd: x
        realname: Bob B.
        shell: /bin/sh
        uid: 502
        47 $ printf 'bob:x:502:20::0:0:B:/home/bob:/bin/zsh\n' | niload -m passwd . && niutil -readprop . /users/bob shell
        /bin/zsh
        49 $ printf '{ name = t; k = (x, "y z"); CHILDREN = ( { name = c; } ) }' | niload -r /t . && nidump -r /t .
        {
          "name" = ( "t" );
          "k" = ( "x", "y z" );
          CHILDREN = (
            {
              "name" = ( "c" );
            }
          )
        }
        50 $ printf '{ name = ( t ;' | niload -r /t .
        ! niload: Expecting right paren ")" at line 1, column 14
        ⇒ 2
        51 $ printf 'x\n' | niload nosuch . 2>/dev/null
        ⇒ 1
        """#
}
