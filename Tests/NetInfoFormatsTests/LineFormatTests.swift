import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("networks, services, protocols, rpc, fstab, exports, aliases, printcap and resolv.conf")
struct LineFormatTests {
    @Test("networks has a tab after the address even without aliases, and reads no empty alias from it")
    func networks() throws {
        let loop: PropertyList = [Property("address", "127"), Property("name", "loop")]
        #expect(try FormatSample.write(.networks, loop) == "loop\t127\t\n")
        #expect(try FormatSample.read(.networks, "loop\t127\t\n") == ["address=127 name=loop"])
        #expect(try FormatSample.read(.networks, "lab 010.001 l1 l2 # c\n") == ["address=10.1 name=lab|l1|l2"])
        #expect(
            try FormatSample.problems(.networks, "lab ten\nlab\n") == [
                "1:5: no network number: ten", "2:4: the address is missing",
            ])
    }

    @Test("protocols and rpc are a name, a number and aliases")
    func numbers() throws {
        let tcp: PropertyList = [Property("name", "tcp", "TCP"), Property("number", "6")]
        #expect(try FormatSample.write(.protocols, tcp) == "tcp\t6\tTCP\n")
        #expect(
            try FormatSample.read(.rpc, "portmapper 100000 portmap sunrpc\n") == [
                "name=portmapper|portmap|sunrpc number=100000"
            ])
    }

    @Test("services has a line for each protocol, and lines of equal name and port are one entry")
    func services() throws {
        let domain: PropertyList = [
            Property("name", "domain", "nameserver"), Property("port", "53"), Property("protocol", "udp", "tcp"),
        ]
        let text = "domain\t53/udp\tnameserver\ndomain\t53/tcp\tnameserver\n"
        #expect(try FormatSample.write(.services, domain) == text)
        #expect(try FormatSample.read(.services, text) == ["name=domain|nameserver port=53 protocol=udp|tcp"])
        let other = try FormatSample.format(.services).read(Array("a 1/tcp\na 2/tcp\n".utf8))
        #expect(other.entries.map { FormatSample.show($0.properties) } == ["name=a port=2 protocol=tcp"])
        #expect(other.warnings.count == 1)
        #expect(try FormatSample.problems(.services, "a 1\nb /tcp\nc 1/\nd\n").count == 4)
    }

    @Test("fstab keeps the dump field, and reads the properties that other tools write")
    func fstab() throws {
        #expect(
            try FormatSample.read(.fstab, "srv:/a /a nfs rw,soft 3 2\n/dev/x / ext4 ro\n") == [
                "dir=/a freq=3 name=srv:/a opts=rw|soft passno=2 vfstype=nfs",
                "dir=/ freq=0 name=/dev/x opts=ro passno=0 vfstype=ext4",
            ])
        let old: PropertyList = [
            Property("name", "d"), Property("dir", "/"), Property("type", "4.3"), Property("dump_freq", "1"),
        ]
        #expect(try FormatSample.write(.fstab, old) == "d / 4.3 rw 1 0\n")
        #expect(try FormatSample.problems(.fstab, "a b c\n") == ["1:1: 3 fields where 4 to 6 belong"])
        #expect(try FormatSample.refusal(.fstab, [Property("name", "d")]) == "field \"dir\" is empty")
    }

    @Test("exports leaves the blanks of empty lists, by which clients are told from names")
    func exports() throws {
        let home: PropertyList = [
            Property("clients", "alpha", "beta"), Property("name", "/home"), Property("opts", "ro"),
        ]
        #expect(try FormatSample.write(.exports, home) == "/home  -ro alpha beta\n")
        #expect(try FormatSample.write(.exports, [Property("name", "/usr")]) == "/usr   \n")
        #expect(try FormatSample.read(.exports, "/a /b -ro -x,y c d\n") == ["clients=c|d name=/a|/b opts=ro|x|y"])
        #expect(try FormatSample.read(.exports, "/usr   c d\n") == ["clients=c|d name=/usr"])
        #expect(try FormatSample.read(.exports, "/usr /u  c\n") == ["clients=c name=/usr|/u"])
        #expect(try FormatSample.read(.exports, "/usr c\n") == ["name=/usr|c"])
        #expect(try FormatSample.problems(.exports, "-ro c\n") == ["1:1: the path is missing"])
    }

    @Test("aliases wraps at 72 columns, and keeps what follows further colons and quoted commas")
    func aliases() throws {
        let members =
            ["alice", "bob", "carol", "dave", "eve", "frank", "grace", "heidi", "ivan", "judy", "mallory"]
            + ["niaj", "olivia", "peggy"]
        let crew = PropertyList([
            Property("name", "crew"), Property(name: Array("members".utf8), values: members.map { Array($0.utf8) }),
        ])
        let text = "crew: alice,bob,carol,dave,eve,frank,grace,heidi,ivan,judy,mallory,niaj,\n\tolivia,peggy\n"
        #expect(try FormatSample.write(.aliases, crew) == text)
        #expect(try FormatSample.read(.aliases, text) == ["members=\(members.joined(separator: "|")) name=crew"])
        #expect(
            try FormatSample.read(.aliases, "l: :include:/x, \"|a, b\",c\nstaff: x\n") == [
                "members=:include:/x|\"|a, b\"|c name=l", "members=x name=staff",
            ])
        #expect(try FormatSample.problems(.aliases, "no colon\n") == ["1:9: the colon after the name is missing"])
        let comma: PropertyList = [Property("name", "l"), Property("members", "a,b")]
        #expect(try FormatSample.refusal(.aliases, comma) == "field \"members\" contains ','")
    }

    @Test("printcap keeps names, flags, numbers and values with further signs, in their order")
    func printcap() throws {
        let text = "lp|ps: \\\n\t:lp:rm=server.example.com:rp=queue_with_a_long_name: \\\n\t:sd=/var/spool/lp:mx#0:\n"
        let lp: PropertyList = [
            Property("name", "lp", "ps"), Property("lp"), Property("rm", "server.example.com"),
            Property("rp", "queue_with_a_long_name"), Property("sd", "/var/spool/lp"), Property("mx", "#0"),
        ]
        #expect(try FormatSample.write(.printcap, lp) == text)
        #expect(try FormatSample.read(.printcap, text) == [FormatSample.show(lp)])
        #expect(try FormatSample.read(.printcap, "a|b:x=1=2: :y#:\\\n  :z:") == ["name=a|b x=1=2 y=# z="])
        let hidden: PropertyList = [Property("name", "a"), Property("_writers", "x"), Property("k", "v")]
        #expect(try FormatSample.write(.printcap, hidden) == "a: \\\n\t:k=v:\n")
    }

    @Test("resolv.conf is the directory itself")
    func resolver() throws {
        let text = "domain example.com\nsearch a.example b.example\nnameserver 10.0.0.1\nnameserver 10.0.0.2\n"
        let format = try FormatSample.format(.resolver)
        #expect(format.isSingle)
        #expect(format.directory == ["locations", "resolver"])
        let entry = try #require(format.read(Array(text.utf8)).entries.first)
        #expect(
            FormatSample.show(entry.properties)
                == "domain=example.com name=resolver nameserver=10.0.0.1|10.0.0.2 search=a.example|b.example")
        #expect(try FormatSample.write(.resolver, entry.properties) == text)
        #expect(try FormatSample.write(.resolver, [Property("domain", "x")]) == nil)
        #expect(try FormatSample.problems(.resolver, "domain\nfoo x\n").count == 2)
    }

    @Test("merging replaces single values, unites lists, and keeps what the entry does not have")
    func merging() throws {
        let format = try FormatSample.format(.passwd)
        let old: PropertyList = [Property("name", "b"), Property("shell", "/bin/sh"), Property("picture", "p")]
        let new: PropertyList = [Property("name", "b"), Property("shell", "/bin/zsh")]
        #expect(FormatSample.show(format.merge(new, into: old)) == "name=b shell=/bin/zsh picture=p")
        #expect(
            FormatSample.show(format.merge(new, into: old, unites: true)) == "name=b shell=/bin/zsh|/bin/sh picture=p")
        let group = try FormatSample.format(.group)
        #expect(
            FormatSample.show(group.merge([Property("users", "c", "a")], into: [Property("users", "a", "b")]))
                == "users=c|a|b")
    }
}
