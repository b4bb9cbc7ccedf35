import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("netgroup")
struct NetgroupFormatTests {
    private func text(_ groups: [Netgroup]) -> String {
        String(decoding: NetgroupFormat.text(of: groups).text, as: UTF8.self)
    }

    @Test("groups are made of the members that name them, and of what stands in /netgroups")
    func writing() {
        let groups = NetgroupFormat.groups(in: [
            "machines": [
                [Property("name", "alpha", "a"), Property("netgroups", "lab", "all")],
                [Property("name", "beta"), Property("netgroups", "all")],
            ],
            "users": [[Property("name", "alice"), Property("netgroups", "lab")]],
            "netdomains": [[Property("name", "example"), Property("netgroups", "lab")]],
            "netgroups": [[Property("name", "all"), Property("triples", "h,u,d"), Property("netgroups", "lab")]],
        ])
        #expect(text(groups) == "lab (alpha,,) (,alice,) (,,example)\nall (alpha,,) (beta,,) (h,u,d) lab\n")
    }

    @Test("lines are read with blanks, continuations and comments, and add up")
    func reading() {
        let (groups, problems) = NetgroupFormat.read(
            Array("lab ( a , , ) \\\n  (,b,)x # c\n\nlab (,,d)\n(,,)\nbad (a,b)\nopen (a\n".utf8))
        #expect(text(groups) == "lab (a,,) (,b,) (,,d) x\n")
        #expect(problems.map(\.line) == [5, 6, 7])
        #expect(problems.map(\.column) == [1, 5, 6])
    }

    @Test("a name that cannot stand in a line is told")
    func faults() {
        let group = Netgroup(name: Array("g".utf8), members: [NetgroupMember(host: Array("a b".utf8))])
        let (text, faults) = NetgroupFormat.text(of: [group])
        #expect(text.isEmpty)
        #expect(faults.map(\.name) == [Array("a b,,".utf8)])
        #expect(NetgroupFormat.text(of: [group], isForced: true).text == Array("g (a b,,)\n".utf8))
    }
}
