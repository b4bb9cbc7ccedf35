import NetInfoDirectory
import NetInfoProtocol

/// A domain of everything that is hard to carry over.
enum AwkwardDomain {
    static func tree() throws -> DirectoryTree {
        var records = [DirectoryRecord(id: 0, instance: 3, parent: 0, children: [], properties: root)]
        func add(_ properties: PropertyList, to parent: Int) -> Int {
            let id = UInt32(records.count)
            records[parent].children.append(id)
            records.append(
                DirectoryRecord(id: id, instance: 1, parent: UInt32(parent), children: [], properties: properties))
            return Int(id)
        }
        for (category, children) in categories {
            let parent = add([Property("name", category)], to: 0)
            for properties in children {
                let child = add(properties, to: parent)
                if properties.firstValue(of: "name") == Array("plain".utf8) {
                    let below = add([Property("name", "info"), Property("note", "deep")], to: child)
                    _ = add([Property("name", "deeper")], to: below)
                }
            }
        }
        _ = add([Property("name", "Users"), Property("_writers", "*")], to: 0)
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    private static let root: PropertyList = [Property("master", "awkward/sample"), Property("trusted_networks")]

    /// Latin-1, which is not UTF-8.
    private static let latin: [UInt8] = [0x4A, 0xF6, 0x72, 0x67]
    private static let long = String(repeating: "all work and no play makes jack a dull boy, ", count: 30)

    private static func latin(_ name: String) -> Property { Property(name: Array(name.utf8), values: [latin]) }

    private static func user(_ name: String, _ more: Property...) -> PropertyList {
        PropertyList(
            [
                Property("uid", "100"), Property("name", name), Property("gid", "20"), Property("home", "/home"),
                Property("passwd", "*"),
            ].filter { property in !more.contains { $0.name == property.name } } + more)
    }

    private static let categories: [(String, [PropertyList])] = [
        ("users", users), ("groups", groups), ("machines", machines), ("mounts", mounts), ("services", services),
        ("protocols", protocols), ("rpcs", rpcs), ("networks", networks), ("aliases", aliases),
        ("netgroups", netgroups), ("locations", locations), ("printers", printers), ("empty", []),
    ]

    private static let users: [PropertyList] = [
        user("plain", Property("passwd", "ab1234567890."), Property("realname", "Plain, \"Quoted\" <User>")),
        user("comma,plus+equals=", Property("realname", "Ärger; #1")), user("#hash", Property("realname", " blanks  ")),
        user(" leading and trailing "), user("\"quoted\\name\""), user("<less>;semi"), user("two\nlines"),
        user("tab\tbell\u{7}"), user("größe", Property("home", "/home/größe")), user("日本"),
        user("Plain", Property("uid", "101")), user("PLAIN  ", Property("uid", "102")),
        user("ﬁ", Property("uid", "103")), user("FI", Property("uid", "104")),
        user("straße", Property("uid", "105")), user("STRASSE", Property("uid", "106")),
        user("a/b", Property("name", "a/b", "A/B", "a%2Fb", "", "ç", "c\u{327}")),
        user("nobody", Property("uid", "-2"), Property("gid", "-2")), user("far", Property("uid", "4294967294")),
        user("too-far", Property("uid", "4294967295")), user("minus", Property("uid", "-40000")),
        user("zeros", Property("uid", "0000501"), Property("gid", "+20")), user("words", Property("uid", "five")),
        user("homeless", Property("home")), user("hollow", Property("home", "")), user("nogroup", Property("gid")),
        user("open", Property("passwd")), user("void", Property("passwd", "")),
        user("shadow", Property("passwd", "********")), user("two-hashes", Property("passwd", "aa", "bb")),
        user("md5", Property("passwd", "$1$x$:<> ")), user("latin", latin("passwd"), latin("realname")),
        user("latin-home", latin("home")), PropertyList([latin("name"), Property("uid", "1"), Property("gid", "1")]),
        user("wordy", Property("realname", long), Property("shell", long)),
        user("dates", Property("change", "1000000000"), Property("expire", "soon")),
        user("late", Property("expire", "9223372036854775807"), Property("class", "staff")),
        user("member", Property("netgroups", "birds", "under_score", "grüße", ""), Property("generateduid", "AB-CD")),
        user("under_score", Property("netgroups", "birds")), [Property("uid", "7"), Property("gid", "7")], [],
        PropertyList([Property("name", ""), Property("uid", "8"), Property("gid", "8")]),
        user("twice", Property("note", "1"), Property("note", "2"), Property("", "nameless"), latin("x")),
        PropertyList([
            Property("name", "odd-keys"), Property("uid", "9"), Property("gid", "9"),
            Property("netinfo:directory", "1"),
            Property(name: latin, values: [latin, []]), Property("control", "\u{1}\r\n"), Property("xml", "<&>]]>"),
        ]),
        user(String(repeating: "n", count: 250)), user(".hidden"), user("_directory"), user("x.plist"),
        user("sqlindex"),
    ]

    private static let groups: [PropertyList] = [
        [
            Property("name", "wheel", "Wheel", "root"), Property("gid", "0"), Property("passwd", "*"),
            Property("users", "a", "a", "A"),
        ],
        [Property("name", "odd members"), Property("gid", "1"), Property("users", "ä", "", "a,b", "c d", " e ", "e")],
        [Property("name", "nogroup"), Property("gid", "-1")], [Property("name", "no number")],
        [Property("name", "hash"), Property("gid", "3"), Property("passwd", "xy")],
        [Property("name", "colon:"), Property("gid", "4"), Property("realname", "Ein Doppelpunkt: größer")],
    ]

    private static let machines: [PropertyList] = [
        [
            Property("name", "alpha", "alpha.example.com"),
            Property("ip_address", "010.0.0.1", "10.0.0.1", "fe80::0001", "nowhere"),
            Property("ipv6_address", "2001:DB8::1", "10.0.0.9"), Property("en_address", "0:0:F:0:7:5A", "bad"),
            Property("bootfile", "mach", "größe"), Property("serves", "./sample"),
            Property("bootparams", "root=srv:/", "private=srv:/clients/x y", "swap", "a_b=c:/d", "e=f_g:/h", "=:"),
            Property("netgroups", "birds"),
        ],
        [Property("name", "no-address")], [Property("name", "only-ethernet"), Property("en_address", "0:0:0:0:0:1")],
        [Property("name", "under_score"), Property("ip_address", "1.2.3.4"), Property("netgroups", "birds", "Birds")],
        [Property("name", "-DHCP-"), Property("serves", "../-DHCP-")],
        [Property("name", "broadcasthost"), Property("ip_address", "255.255.255.255")],
        [Property("ip_address", "9.9.9.9")], [Property("name", ""), Property("ip_address", "9.9.9.8")],
    ]

    private static let mounts: [PropertyList] = [
        [
            Property("name", "srv:/Users"), Property("dir", "/Net"), Property("opts", "rw,bg", "net"),
            Property("passno", "2"),
            Property("freq", "0"),
        ],
        [Property("name", "srv:/"), Property("dir", "/Net"), Property("opts", "net")],
        [Property("name", "/dev/sd0a"), Property("dir", "/local"), Property("vfstype", "4.3"), Property("type", "rw")],
        [Property("name", "srv:/x"), Property("dir", "/LOCAL")], [Property("name", "srv:/nowhere")],
        [Property("dir", "/nothing")], [Property("name", "srv:/größe"), Property("dir", "/g")],
        [Property("name", "srv:/long"), Property("dir", "/long"), Property("opts", long)],
        [Property("name", "srv:/ümlaut\\x"), Property("dir", "/ümlaut/x, y"), Property("opts", "ro")],
    ]

    private static let services: [PropertyList] = [
        [Property("name", "exec"), Property("port", "512"), Property("protocol", "tcp")],
        [Property("name", "biff", "comsat"), Property("port", "512"), Property("protocol", "udp", "UDP")],
        [Property("name", "x"), Property("port", "1"), Property("protocol", "tcp", "udp")],
        [Property("name", "x"), Property("port", "2"), Property("protocol", "udp")],
        [Property("name", "x"), Property("port", "3"), Property("protocol", "udp")],
        [Property("name", "far"), Property("port", "65536"), Property("protocol", "tcp")],
        [Property("name", "none"), Property("port", "9")],
        [Property("name", "c++"), Property("port", "00012"), Property("protocol", "tcp")],
        PropertyList([Property("name", "latin"), Property("port", "13"), latin("protocol")]),
    ]

    private static let protocols: [PropertyList] = [
        [Property("name", "ip", "IP"), Property("number", "0")], [Property("name", "far"), Property("number", "256")],
        [Property("name", "none")],
    ]

    private static let rpcs: [PropertyList] = [
        [Property("name", "netinfo"), Property("number", "200100000")],
        [Property("name", "-"), Property("number", "-1")],
    ]

    private static let networks: [PropertyList] = [
        [Property("name", "loopback"), Property("address", "127")],
        [Property("name", "odd"), Property("address", "300.1")],
        [Property("name", "zeros"), Property("address", "192.042.172")], [Property("name", "none")],
    ]

    private static let aliases: [PropertyList] = [
        [Property("name", "decode"), Property("members", "\"|/usr/bin/uudecode\"", "a", "A")],
        [Property("name", "odd: name,"), Property("members", "müller", "", ":include:/x", "<b@c>", " d ")],
        [Property("name", "nobody at all")],
    ]

    private static let netgroups: [PropertyList] = [
        [
            Property("name", "nested"), Property("triples", "h,u,d", "a,b", "h,u,d", "x_y,,"),
            Property("netgroups", "birds", "grüße"),
        ],
        [Property("name", "BIRDS"), Property("triples", "a,,")],
    ]

    private static let locations: [PropertyList] = [
        [Property("name", "resolver"), Property("domain", "birds.example"), Property("nameserver", "10.0.0.1")]
    ]

    private static let printers: [PropertyList] = [
        [Property("name", "lw", "laser writer"), Property("mx", "#0"), Property("sf")]
    ]
}
