import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("The raw format")
struct RawFormatTests {
    private func read(_ text: String, isLegacy: Bool = false) throws(FormatProblem) -> [String] {
        try RawReader.read(Array(text.utf8), isLegacy: isLegacy).nodes.map {
            "\($0.depth) \(FormatSample.show($0.properties))"
        }
    }

    private func problem(_ text: String) -> String? {
        do throws(FormatProblem) {
            _ = try read(text)
            return nil
        } catch { return "\(String(decoding: error.reason, as: UTF8.self)) \(error.line):\(error.column)" }
    }

    private func outline(_ nodes: (Int, PropertyList)...) -> DirectoryOutline {
        DirectoryOutline(nodes: nodes.map { .init(depth: $0.0, properties: $0.1) })
    }

    @Test("is written as the original did")
    func writing() {
        let outline = outline(
            (0, [Property("name", "t"), Property("k", "x", "y z"), Property("e")]), (1, [Property("name", "c")]),
            (2, []), (1, []))
        #expect(
            String(decoding: RawWriter.text(of: outline), as: UTF8.self) == """
                {
                  "name" = ( "t" );
                  "k" = ( "x", "y z" );
                  "e" = ( );
                  CHILDREN = (
                    {
                      "name" = ( "c" );
                      CHILDREN = (
                        {
                        }
                      )
                    },
                    {
                    }
                  )
                }

                """)
    }

    @Test("backslashes and quotes survive, also at the end of a value")
    func escapes() throws {
        let values = ["a\\", "\\", "\\\"", "say \"hi\"", "line\nfeed", "\\n", "tab\t"]
        let list = PropertyList([Property(name: Array("k\"\\".utf8), values: values.map { Array($0.utf8) })])
        let text = RawWriter.text(of: outline((0, list)))
        #expect(try RawReader.read(text).nodes.map(\.properties) == [list])
    }

    @Test("reads every liberty of the grammar")
    func grammar() throws {
        #expect(
            try read("{ name = t; k = (x, \"y z\"); CHILDREN = ( { name = c; } ) }") == [
                "0 name=t k=x|y z", "1 name=c",
            ])
        #expect(try read("name = t; r = a=b c, d") == ["0 name=t r=a=b|c|d"])
        #expect(try read("c=(q);") == ["0 c=q"])
        #expect(try read("{ CHILDREN = ( { a = 1; }, ) b = 2; } rest \"") == ["0 b=2", "1 a=1"])
        #expect(try read("{ CHILDREN = ( ) }") == ["0 "])
        #expect(try read("{ CHILDREN = { a = 1; } ; b = 2 }") == ["0 b=2", "1 a=1"])
        #expect(try read("{ CHILDREN = ( a = 1;, b = 2 ) }") == ["0 ", "1 a=1", "1 b=2"])
        #expect(try read("{ \"CHILDREN\" = ( x ); k = 1; k = 2; } ") == ["0 CHILDREN=x k=1 k=2"])
        #expect(try read("# head\n{ a = 1; # tail\n}") == ["0 a=1"])
        #expect(try read("{ a = (1) b = (2) }") == ["0 a=1 b=2"])
    }

    @Test("says what is wrong and where, counting newlines within quotes")
    func messages() {
        #expect(problem("{ name = ( t ;") == "Expecting right paren \")\" 1:14")
        #expect(problem("{ a \"x\ny\" z }") == "Expecting equal \"=\" 1:5")
        #expect(problem("{ \"a\nb\" ( }") == "Expecting equal \"=\" 2:4")
        #expect(problem("a = b = c;") == "Expecting semicolon \";\" 1:7")
        #expect(problem("{ ( }") == "Unexpected left paren \"(\" 1:3")
        #expect(problem("{ ) }") == "Unexpected right paren \")\" 1:3")
        #expect(problem("a = 1; }") == "Unexpected right brace \"}\" 1:8")
        #expect(problem("{ a = 1;") == "Unexpected token \"-nil-\" 1:9")
        #expect(problem("{ , }") == "Unexpected token \",\" 1:3")
        #expect(problem("{ a = \"x") == "Expecting closing quote 1:7")
    }

    @Test("nothing is no directory", arguments: ["", "\n \t", "# only a comment\n"])
    func empty(_ text: String) {
        #expect(problem(text)?.hasPrefix("Unexpected token \"-nil-\"") == true)
    }

    @Test("no name contains NUL")
    func nul() {
        #expect(problem("{ a = \"x\u{0}\"; }") == "Unexpected NUL 1:9")
        #expect(problem("{ a\u{0} = x; }") == "Unexpected NUL 1:4")
    }

    @Test("text of the original is read with its bare backslashes")
    func legacy() throws {
        let text = "{\n  \"k\" = ( \"C:\\dir\\\", \"b\\\" );\n  \"q\" = ( \"say \\\"hi\\\"\" );\n}\n"
        #expect(try read(text, isLegacy: true) == ["0 k=C:\\dir\\|b\\ q=say \"hi\""])
    }

    @Test("depth costs no stack")
    func depth() throws {
        let levels = 20_000
        let text = String(repeating: "{CHILDREN=(", count: levels) + "{}" + String(repeating: ")}", count: levels)
        let outline = try RawReader.read(Array(text.utf8))
        #expect(outline.nodes.count == levels + 1)
        #expect(outline.nodes.last?.depth == levels)
        let json =
            String(repeating: "{\"children\":[", count: levels) + "{}" + String(repeating: "]}", count: levels)
        #expect(try OutlineJSONReader.read(Array(json.utf8)).nodes.count == levels + 1)
    }
}
