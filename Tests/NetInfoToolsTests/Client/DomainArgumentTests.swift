import NetInfoClient
import Testing

@Suite("Domain arguments")
struct DomainArgumentTests {
    private func path(_ text: String) -> DomainPath? { DomainPath(Array(text.utf8)) }
    private func name(_ text: String) -> DomainPath.Step { .child(Array(text.utf8)) }

    @Test("Relative names start at the local domain, absolute ones at the root")
    func starts() {
        #expect(path(".")?.start == .local)
        #expect(path(".")?.steps == [.current])
        #expect(path("..")?.steps == [.parent])
        #expect(path("/")?.start == .root)
        #expect(path("/")?.steps == [])
        #expect(path("//a///b")?.start == .root)
        #expect(path("//a///b")?.steps == [name("a"), name("b")])
        #expect(path("../a")?.steps == [.parent, name("a")])
        #expect(path("../..")?.steps == [.parent, .parent])
        #expect(path(#"/a\/b"#)?.steps == [name("a/b")])
    }

    @Test("A bare word is no domain", arguments: ["local", "a/b", "", "@host", "tag@"])
    func bareWords(_ text: String) {
        #expect(path(text) == nil)
    }

    @Test("tag@host as the last component makes all others irrelevant")
    func tagAtHost() {
        let server = DomainPath.Start.server(tag: Array("local".utf8), host: "10.0.0.1")
        #expect(path("local@10.0.0.1")?.start == server)
        #expect(path("/a/b/local@10.0.0.1")?.start == server)
        #expect(path("local@10.0.0.1")?.steps == [])
    }

    private func server(_ text: String) throws -> ServerTag { try ServerTag(parsing: Array(text.utf8)) }

    @Test("A server is a host and a tag, split at the first slash")
    func servers() throws {
        #expect(try server("h/t") == ServerTag(host: "h", tag: Array("t".utf8)))
        #expect(try server("h/t/u").tag == Array("t/u".utf8))
        #expect(try server("h:1033/t") == ServerTag(host: "h", port: 1033, tag: Array("t".utf8)))
        #expect(try server("[::1]/t") == ServerTag(host: "::1", tag: Array("t".utf8)))
        #expect(try server("[::1]:5/t") == ServerTag(host: "::1", port: 5, tag: Array("t".utf8)))
        #expect(try server("::1/t").host == "::1")
    }

    @Test("What is wrong with a server is said precisely")
    func mistakes() {
        #expect(throws: ServerTag.Mistake.format) { try server("h") }
        #expect(throws: ServerTag.Mistake.noHost) { try server("/t") }
        #expect(throws: ServerTag.Mistake.noTag) { try server("h/") }
        #expect(throws: ServerTag.Mistake.format) { try server("h:x/t") }
        #expect(throws: ServerTag.Mistake.format) { try server("h:0/t") }
        #expect(throws: ServerTag.Mistake.format) { try server("[::1/t") }
    }

    private func url(_ text: String) throws -> DomainURL { try DomainURL(parsing: Array(text.utf8)) }

    @Test("A URL names user, password, host, domain and directory, each of which may be missing")
    func urls() throws {
        let full = try url("netinfo://u:p:q@host:1033/tag:/users/alice")
        #expect(full.user == Array("u".utf8))
        #expect(full.password == Array("p:q".utf8))
        #expect(full.host == "host")
        #expect(full.port == 1033)
        #expect(full.domain == Array("tag".utf8))
        #expect(full.directory == Array("/users/alice".utf8))
        let short = try url("netinfo://")
        #expect(short.user == nil)
        #expect(short.host == "")
        #expect(short.domain == Array(".".utf8))
        #expect(short.directory == Array("/".utf8))
        #expect(try url("netinfo://h/..").isDomainPath)
        #expect(try url("netinfo://h//a/b").domain == Array("/a/b".utf8))
        #expect(try url("netinfo://h/tag").isDomainPath == false)
        #expect(try url("netinfo://[::1]/tag").host == "::1")
    }
}
