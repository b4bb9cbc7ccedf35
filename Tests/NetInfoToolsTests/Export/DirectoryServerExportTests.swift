import Foundation
import NetInfoDirectory
import NetInfoTesting
import Testing

@Suite("netinfo export ldif", .serialized)
struct DirectoryServerExportTests {
    /// Exports a database, loads it into a server with all checks, and compares what the server has.
    private func serve(
        _ domain: ExportedDomain, _ name: String, _ suffix: String, database: String? = nil
    ) throws -> LocalDirectoryServer {
        let run = try domain.export("ldif --json --suffix \(suffix)", to: name, database: database)
        #expect(run.status == 0, "\(run.error)")
        let server = try LocalDirectoryServer(suffix: suffix)
        var written = ""
        for file in try domain.names(in: name).sorted(by: >) {
            #expect(try domain.mode("\(name)/\(file)") == 0o600)
            let loaded = try server.load(domain.folder("\(name)/\(file)"))
            #expect(loaded.status == 0 && loaded.text == "", "\(name): \(loaded.text)")
            written += try domain.text("\(name)/\(file)") + "\n"
        }
        #expect(try server.start())
        let found = ParsedLDIF(try server.search("(objectClass=*)").text)
        #expect(found.contents == ParsedLDIF(written).contents)
        return server
    }

    @Test("is loaded by a real server, every recorded database of it")
    func recorded() throws {
        guard LocalDirectoryServer.isInstalled(for: "netinfo export ldif"),
            let databases = SharedData.folder("databases", for: "netinfo export ldif")
        else { return }
        let domain = try ExportedDomain()
        for name in try FileManager.default.contentsOfDirectory(atPath: databases.path) where name.hasSuffix(".nidb") {
            let server = try serve(
                domain, name, "dc=example,dc=com", database: databases.appending(path: name).path)
            guard name == "next-local-source.nidb" else { continue }
            let root = ParsedLDIF(try server.search("(&(objectClass=posixAccount)(uid=root))").text)
            #expect(root.values("uidNumber") == ["0"])
            #expect(root.values("loginShell") == ["/bin/csh"])
            let groups = ParsedLDIF(try server.search("(&(objectClass=posixGroup)(memberUid=me))").text)
            #expect(groups.values("cn") == ["staff", "wheel"])
            let smtp = ParsedLDIF(try server.search("(&(objectClass=ipService)(cn=smtp))").text)
            #expect(smtp.values("ipServicePort") == ["25"])
            let netinfo = ParsedLDIF(try server.search("(&(objectClass=oncRpc)(cn=netinfo))").text)
            #expect(netinfo.values("oncRpcNumber") == ["200100000"])
            let decode = ParsedLDIF(try server.search("(&(objectClass=nisMailAlias)(cn=decode))").text)
            #expect(decode.values("rfc822MailMember") == ["\"|/usr/bin/uudecode\""])
        }
    }

    @Test("is loaded by a real server, however odd the fields")
    func awkward() throws {
        guard LocalDirectoryServer.isInstalled(for: "netinfo export ldif of odd fields") else { return }
        let domain = try ExportedDomain(AwkwardDomain.tree())
        let server = try serve(domain, "out", "ou=lab,dc=birds,dc=example")
        func find(_ filter: String) throws -> ParsedLDIF { ParsedLDIF(try server.search(filter).text) }
        #expect(try find("(uid=comma,plus+equals=)").values("cn") == ["Ärger; #1"])
        #expect(try find("(uid=plain)").values("userPassword") == ["{CRYPT}ab1234567890."])
        #expect(try find("(uid=nobody)").values("uidNumber") == ["65534"])
        #expect(try find("(uid=open)").values("userPassword") == [])
        #expect(try find("(uid=homeless)").values("homeDirectory") == ["/"])
        #expect(try find("(uid=日本)").entries.count == 1)
        #expect(
            try find("(cn=alpha)").values("ipHostNumber") == ["10.0.0.1", "2001:db8::1", "fe80::1"])
        #expect(try find("(cn=alpha)").values("macAddress") == ["00:00:0f:00:07:5a"])
        #expect(
            try find("(cn=alpha)").values("bootParameter") == [
                "a_b=c:/d", "e=f_g:/h", "private=srv:/clients/x y", "root=srv:/",
            ])
        #expect(
            try find("(&(objectClass=nisNetgroup)(cn=birds))").values("nisNetgroupTriple")
                == ["(,member,)", "(,under_score,)", "(alpha,,)", "(under_score,,)"])
        #expect(try find("(cn=nested)").values("memberNisNetgroup") == ["birds"])
        #expect(
            try find("(&(objectClass=nisObject)(cn=/Net/srv/Users))").values("nisMapEntry") == [
                "-fstype=nfs,rw,bg srv:/Users"
            ])
        #expect(try find("(&(objectClass=ipService)(cn=x))").values("ipServicePort") == ["1", "2"])
    }

    @Test("says which suffix it took, and what it left out")
    func report() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        let run = try domain.export("ldif")
        #expect(run.output.contains("suffix dc=birds,dc=example, from /locations/resolver"))
        for line in [
            "/users/too-far: left out: the uid 4294967295 is not between -32768 and 4294967294",
            "(Plain, PLAIN  , FI): another entry has its name", "(größe, latin-home): the home is not ASCII",
            "/users/plain/info: left out with 1 below: below a directory that is one entry",
            "(open, void, odd-keys): there is none and anybody could log in",
            "/: master left out: no attribute in RFC 2307",
            "/: netgroups left out: the name of the group 'Birds' differs from another one's in case",
            "/machines: serves left out of 2 directories (alpha, -DHCP-): no attribute in RFC 2307",
            "left out with 2 below (locations, printers, empty, Users): no class in RFC 2307",
            "/netgroups/nested: triples left out: a value has not three parts",
            "/services/far: left out: the port 65536 is not between 0 and 65535",
        ] { #expect(run.error.contains(line), "\(line)") }
    }

    @Test("takes an example's suffix when the domain has none")
    func fallback() throws {
        let run = try ExportedDomain().export("ldif")
        #expect(run.output.contains("suffix dc=example,dc=com, for want of a better one"))
    }
}
