import NetInfoFormats
import Testing

@Suite("LDIF")
struct LDIFWriterTests {
    private func text(_ name: String, _ attributes: (String, String)...) -> String {
        let attributes = attributes.map { LDIFEntry.Attribute($0.0, Array($0.1.utf8)) }
        return String(
            decoding: LDIFWriter.text(of: [LDIFEntry(name: Array(name.utf8), attributes: attributes)]), as: UTF8.self)
    }

    @Test("has values as they are, or in base64 where they would be misread")
    func encoding() {
        let text = text(
            "dc=x", ("a", "plain: text < here"), ("b", " blank"), ("c", "blank "), ("d", ":colon"), ("e", "<less"),
            ("f", "é"), ("g", "two\nlines"), ("h", "\r"))
        #expect(
            text
                == """
                dn: dc=x
                a: plain: text < here
                b:: IGJsYW5r
                c:: YmxhbmsgX
                d:: OmNvbG9u
                e:: PGxlc3M=
                f:: w6k=
                g:: dHdvCmxpbmVz
                h:: DQ==

                """.replacing("YmxhbmsgX", with: "Ymxhbmsg"))
    }

    @Test("folds long lines behind 76 bytes")
    func folding() {
        let value = String(repeating: "0123456789", count: 20)
        let lines = text("dc=x", ("cn", value)).split(separator: "\n").dropFirst()
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        #expect("cn: " + value == lines.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : String($0) }.joined())
    }

    @Test("separates entries by empty lines, behind comments")
    func entries() {
        let entries = ["dc=a", "dc=b"].map { LDIFEntry(name: Array($0.utf8), attributes: []) }
        let text = String(decoding: LDIFWriter.text(of: entries, comments: ["why"]), as: UTF8.self)
        #expect(text == "# why\n\ndn: dc=a\n\ndn: dc=b\n")
    }
}

@Suite("The suffix of an LDAP directory")
struct LDAPSuffixTests {
    private func parse(_ text: String) throws(LDAPSuffix.Mistake) -> String {
        String(decoding: try LDAPSuffix(parsing: Array(text.utf8)).name, as: UTF8.self)
    }

    @Test("is a distinguished name, without blanks around its parts")
    func parsing() throws {
        #expect(try parse("dc=example,dc=com") == "dc=example,dc=com")
        #expect(try parse("DC=example, o=Birds\\, Inc.") == "DC=example,o=Birds\\, Inc.")
        #expect(try parse("o=a=b") == "o=a\\=b")
        #expect(try parse("ou=\\C3\\A9") == "ou=é")
    }

    @Test(
        "is refused when it is none, or when its topmost entry would have no known class",
        arguments: ["", "example", "cn=x,dc=y", "dc=", "dc=x,", "=x", "dc=x+o=y", "o=\"x\"", "o=x\\", "dc=é", "c=usa"])
    func refusal(text: String) {
        #expect(throws: LDAPSuffix.Mistake.self) { try parse(text) }
    }

    @Test("can be made of a DNS domain")
    func domain() {
        let name = { (text: String) in
            LDAPSuffix(domain: Array(text.utf8)).map { String(decoding: $0.name, as: UTF8.self) }
        }
        #expect(name("lab.example.org.") == "dc=lab,dc=example,dc=org")
        #expect(name("a..b") == nil)
        #expect(name("") == nil)
        #expect(name("under_score.example") == nil)
    }

    @Test("names its topmost entry")
    func entry() throws {
        let entry = try LDAPSuffix(parsing: Array("o=Birds\\, Inc.".utf8)).entry
        #expect(
            entry.attributes.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
                == ["objectClass=top", "objectClass=organization", "o=Birds, Inc."])
    }
}
