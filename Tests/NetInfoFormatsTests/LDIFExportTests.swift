import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("A domain as LDIF")
struct LDIFExportTests {
    /// The records of a domain with these directories in one child of the root.
    private func records(_ category: String, _ children: [PropertyList]) -> [DirectoryRecord] {
        let ids = children.indices.map { UInt32($0 + 2) }
        return [
            DirectoryRecord(id: 0, instance: 1, parent: 0, children: [1], properties: []),
            DirectoryRecord(id: 1, instance: 1, parent: 0, children: ids, properties: [Property("name", category)]),
        ]
            + zip(ids, children).map {
                DirectoryRecord(id: $0, instance: 1, parent: 1, children: [], properties: $1)
            }
    }

    /// The text of the entries below the first container, and the remarks.
    private func export(_ category: String, _ children: PropertyList...) -> (entries: [String], remarks: [String]) {
        var export = LDIFExport(records(category, children), suffix: .example)
        let (files, remarks) = export.run()
        let containers = ["organization", "organizationalUnit", "nisMap"].map { Array($0.utf8) }
        let all = files.flatMap(\.entries).filter { !$0.attributes.contains { containers.contains($0.value) } }
        let entries = all.map { String(decoding: LDIFWriter.text(of: [$0]), as: UTF8.self) }
        let texts = remarks.map { remark in
            "\(remark.id) \(remark.kind.rawValue) \(String(decoding: remark.property ?? [], as: UTF8.self)): \(remark.reason)"
        }
        return (entries, texts)
    }

    @Test("has users with their numbers, home, shell and hash")
    func user() {
        let (entries, remarks) = export(
            "users",
            [
                Property("_writers_passwd", "ann"), Property("passwd", "ab1234567890."), Property("uid", "0501"),
                Property("gid", "20"), Property("name", "ann", "ann,b"), Property("realname", "Ann, é"),
                Property("home", "/Users/ann"), Property("shell", "/bin/csh"), Property("expire", "864000"),
                Property("change", "0"), Property("class", ""),
            ])
        #expect(
            entries == [
                """
                dn: uid=ann,ou=people,dc=example,dc=com
                objectClass: top
                objectClass: account
                objectClass: posixAccount
                objectClass: shadowAccount
                uid: ann
                uid: ann,b
                cn:: QW5uLCDDqQ==
                uidNumber: 501
                gidNumber: 20
                homeDirectory: /Users/ann
                loginShell: /bin/csh
                userPassword: {CRYPT}ab1234567890.
                shadowExpire: 10

                """
            ])
        #expect(remarks == ["2 property-left-out _writers_passwd: no attribute in RFC 2307"])
    }

    @Test("leaves out and names users that lack what LDAP demands, instead of writing half an entry")
    func unfit() {
        let base: [Property] = [Property("gid", "1"), Property("home", "/")]
        let (entries, remarks) = export(
            "users", PropertyList(base + [Property("name", "a")]),
            PropertyList(base + [Property("name", "b"), Property("uid", "x")]),
            PropertyList(base + [Property("name", "c"), Property("uid", "4294967295")]),
            PropertyList(base + [Property("uid", "1")]),
            PropertyList(base + [Property("name", ""), Property("uid", "1")]),
            PropertyList(base + [Property(name: Array("name".utf8), values: [[0xE9]]), Property("uid", "1")]))
        #expect(entries == [])
        #expect(
            remarks == [
                "2 directory-left-out : no uid", "3 directory-left-out : the uid is no number",
                "4 directory-left-out : the uid 4294967295 is not between -32768 and 4294967294",
                "5 directory-left-out : no name", "6 directory-left-out : the name is empty",
                "7 directory-left-out : the name is not UTF-8",
            ])
    }

    @Test("escapes names as RFC 4514 wants")
    func escaping() {
        let names = ["#a", " b ", "c,d", "e+f=g", "h\"i\\j", "<k>;", "l\nm"]
        let (entries, _) = export(
            "groups",
            PropertyList([Property("name", names[0]), Property("gid", "1")]),
            PropertyList([Property("name", names[2]), Property("gid", "1")]),
            PropertyList([Property("name", names[3]), Property("gid", "1")]),
            PropertyList([Property("name", names[4]), Property("gid", "1")]),
            PropertyList([Property("name", names[5]), Property("gid", "1")]),
            PropertyList([Property("name", names[6]), Property("gid", "1")]),
            PropertyList([Property("name", names[1]), Property("gid", "1")]))
        #expect(
            entries.compactMap { $0.split(separator: "\n").first.map(String.init) } == [
                "dn: cn=\\#a,ou=groups,dc=example,dc=com", #"dn: cn=c\,d,ou=groups,dc=example,dc=com"#,
                #"dn: cn=e\+f\=g,ou=groups,dc=example,dc=com"#, #"dn: cn=h\"i\\j,ou=groups,dc=example,dc=com"#,
                #"dn: cn=\<k\>\;,ou=groups,dc=example,dc=com"#, #"dn: cn=l\0Am,ou=groups,dc=example,dc=com"#,
                #"dn: cn=\ b\ ,ou=groups,dc=example,dc=com"#,
            ])
    }

    @Test("tells services of one name apart by their protocol, and leaves out what is the same to LDAP")
    func sameNames() {
        let (entries, remarks) = export(
            "services", [Property("name", "x"), Property("port", "1"), Property("protocol", "tcp")],
            [Property("name", "X"), Property("port", "2"), Property("protocol", "udp")],
            [Property("name", "x "), Property("port", "3"), Property("protocol", "udp")])
        #expect(
            entries.compactMap { $0.split(separator: "\n").first.map(String.init) } == [
                "dn: cn=x,ou=services,dc=example,dc=com",
                "dn: cn=X+ipServiceProtocol=udp,ou=services,dc=example,dc=com",
            ])
        #expect(
            remarks == ["4 directory-left-out : another entry has its name, or one that differs in case or blanks only"]
        )
    }

    @Test("mounts what is for all servers where a station shows it")
    func mounts() {
        let (entries, _) = export(
            "mounts",
            [Property("name", "srv:/Users"), Property("dir", "/Net"), Property("opts", "rw", "net")],
            [Property("name", "/dev/sd0a"), Property("dir", "/a"), Property("type", "4.3")])
        #expect(
            entries.map { $0.split(separator: "\n").last ?? "" } == [
                "nisMapEntry: -fstype=nfs,rw srv:/Users", "nisMapEntry: -fstype=4.3 :/dev/sd0a",
            ])
        #expect(entries.first?.hasPrefix("dn: cn=/Net/srv/Users,nisMapName=auto.direct,") ?? false)
    }

    @Test("takes the suffix from the resolver, where there is one")
    func suffix() {
        let resolver = records("locations", [[Property("name", "resolver"), Property("domain", "birds.example")]])
        #expect(
            LDIFExport.suffix(of: resolver).map { String(decoding: $0.name, as: UTF8.self) } == "dc=birds,dc=example")
        #expect(LDIFExport.suffix(of: records("locations", [])) == nil)
    }
}
