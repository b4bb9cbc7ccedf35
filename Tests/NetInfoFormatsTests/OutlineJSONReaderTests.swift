import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("Directories in JSON")
struct OutlineJSONReaderTests {
    private func read(_ text: String) throws(FormatProblem) -> [String] {
        try OutlineJSONReader.read(Array(text.utf8)).nodes.map { "\($0.depth) \(FormatSample.show($0.properties))" }
    }

    @Test("are read with all children, whatever the order of members")
    func nested() throws {
        let text = """
            {"id":3,"children":[{"properties":[{"key":"name","values":["c"]}],"children":[]},{}],
            "x":{"y":[1,{"z":null}]},"properties":[{"key":"k","values":[]},{"values":["a","b"],"key":"k"}]}
            """
        #expect(try read(text) == ["0 k= k=a|b", "1 name=c", "1 "])
    }

    @Test("escapes stand for their characters, and lone surrogates for bytes that are not UTF-8")
    func strings() throws {
        let text = #"{"properties":[{"key":"\u00e9\ud83d\ude00\n\"\\\/","values":["a\udce9\udc80b"]}]}"#
        let property = try #require(
            try OutlineJSONReader.read(Array(text.utf8)).nodes.first?.properties.properties.first)
        #expect(property.name == Array("\u{E9}\u{1F600}\n\"\\/".utf8))
        #expect(property.values == [[UInt8(ascii: "a"), 0xE9, 0x80, UInt8(ascii: "b")]])
    }

    @Test(
        "are refused when anything is missing",
        arguments: [
            "", "[]", "{", "{}x", "{\"properties\":[{}]}", "{\"properties\":[{\"key\":\"k\"}]}",
            "{\"properties\":[{\"key\":\"k\",\"values\":[1]}]}", "{\"children\":[{]}", "{\"children\":{}}",
            "{\"x\":\"\\ud83d\"}", "{\"x\":\"\\u00\"}", "{\"x\":\"\\u0000\"}", "{\"x\":\"a\nb\"}", "{\"x\":\"a",
        ])
    func malformed(_ text: String) {
        #expect(throws: FormatProblem.self) { try read(text) }
    }

    @Test("problems have a place")
    func places() {
        #expect(throws: FormatProblem(line: 2, column: 5, reason: Array("':' belongs here".utf8))) {
            try read("{\n\"a\" \n }".replacing(" \n }", with: "} "))
        }
    }
}
