import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Names of property list files")
struct PropertyListFileNameTests {
    private func base(_ name: String) -> String { RecordFileName.base(for: [Property("name", name)], id: 12) }

    @Test("A directory's file is called after its first name")
    func plain() {
        #expect(RecordFileName.base(for: [Property("uid", "1"), Property("name", "wren", "jw")], id: 12) == "wren")
        #expect(base("Jo Wren é @%") == "Jo Wren é @%")
    }

    @Test("A slash becomes %2F, as dslocal has it")
    func slash() {
        #expect(base("srv:/Users/x") == "srv:%2FUsers%2Fx")
        #expect(base("/\u{301}") == "%2F\u{301}")
    }

    @Test(
        "A name that cannot be a file's gives way to the id",
        arguments: [
            "", ".", "..", ".hidden", "_directory", "a#b", "#3", "tab\t", "\u{7F}", "\u{85}", "a\u{0}b", "x.plist",
            "x.plist.temp", "sqlindex", "sqlindex-wal", "\u{600}.plist", String(repeating: "x", count: 201),
            String(repeating: "/", count: 67),
        ])
    func unusable(name: String) { #expect(base(name) == "#12") }

    @Test("A directory without a usable name value is called after its id")
    func nameless() {
        #expect(RecordFileName.base(for: [], id: 12) == "#12")
        #expect(RecordFileName.base(for: [Property("name")], id: 12) == "#12")
        #expect(RecordFileName.base(for: [Property("name"), Property("name", "x")], id: 12) == "#12")
        let bytes = PropertyList([Property(name: Array("name".utf8), values: [[0xFF]])])
        #expect(RecordFileName.base(for: bytes, id: 0xFFFF_FFFF) == "#4294967295")
    }

    @Test("The longest name still fits a file system with everything that is added to it")
    func longest() {
        let longest = base(String(repeating: "x", count: 200))
        let file =
            RecordFileName.disambiguated(longest, id: .max) + RecordFileName.suffix + RecordFileName.temporarySuffix
        #expect(file.utf8.count <= 255)
    }

    @Test("A name that a sibling has is told apart by the id")
    func taken() {
        #expect(RecordFileName.disambiguated("wren", id: 12) == "wren#12")
        #expect(RecordFileName.disambiguated("#12", id: 12) == "#12")
    }
}
