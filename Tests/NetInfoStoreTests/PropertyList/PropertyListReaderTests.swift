import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: reading XML")
struct PropertyListReaderTests {
    private func read(_ text: String) throws -> PlistRecord { try PlistRecordReader.decode(Array(text.utf8)) }

    private func read(dictionary: String) throws -> PlistRecord {
        try read("<plist><dict>\(dictionary)</dict></plist>")
    }

    /// The values of the one key `a`.
    private func values(_ value: String) throws -> [String] {
        let list = try read(dictionary: "<key>a</key>\(value)").properties
        return try #require(list.values(of: "a")).map { String(decoding: $0, as: UTF8.self) }
    }

    private func problem(_ text: String) -> String {
        do {
            return "no error: \(try read(text))"
        } catch {
            return "\(error)"
        }
    }

    @Test("Keys keep the order of the document")
    func order() throws {
        let keys = ["z", "m", "a", "k", "b"]
        let record = try read(dictionary: keys.map { "<key>\($0)</key><array/>" }.joined())
        #expect(record.properties.properties.map { String(decoding: $0.name, as: UTF8.self) } == keys)
        #expect(record.bookkeeping == nil)
    }

    @Test("Comments, CDATA, entities and whitespace may stand wherever XML has them")
    func syntax() throws {
        let record = try read(
            """
            \u{FEFF}<?xml version='1.0' encoding="utf-8" standalone="yes" ?>
            <!-- one --> <!DOCTYPE plist SYSTEM "a>b" >
            <plist version="1.0" other = 'x' >
              <!-- two -->
              <dict > <key >a<!-- three --></key > <array>
                <string>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F426;</string><!-- four -->
                <string><![CDATA[<b>&amp;]]]]><![CDATA[>]]></string> <string/> <data> YQ == </data><data/>
              </array></dict> <!-- five --> </plist >
            <!-- six -->
            """)
        #expect(record.properties == [Property("a", "<>&\"'A\u{1F426}", "<b>&amp;]]>", "", "a", "")])
    }

    @Test("CR LF and CR in text are line ends, as XML has it")
    func lineEnds() throws {
        #expect(try values("<string>a\r\nb\rc&#13;<![CDATA[\r\n]]></string>") == ["a\nb\nc\r\n"])
    }

    @Test("A value that is no array is the only one, and numbers, dates and truths are texts")
    func scalars() throws {
        #expect(try values("<string>x</string>") == ["x"])
        #expect(try values("<data>eA==</data>") == ["x"])
        #expect(try values("<integer> -2 </integer>") == ["-2"])
        #expect(try values("<array><true/><false></false><real>1.5</real></array>") == ["1", "0", "1.5"])
        #expect(try values("<date>2007-10-26T18:00:00Z</date>") == ["2007-10-26T18:00:00Z"])
    }

    @Test("UTF-16 text is read like UTF-8")
    func utf16() throws {
        let text =
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><plist><dict><key>é</key><string>\u{1F426}</string></dict></plist>"
        for (mark, isBig) in [("\u{FEFF}", true), ("\u{FEFF}", false), ("", true), ("", false)] {
            let bytes = (mark + text).utf16.flatMap { unit in
                isBig ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
            #expect(try PlistRecordReader.decode(bytes).properties == [Property("é", "\u{1F426}")])
        }
    }

    @Test("Bookkeeping is read wherever its key is, in any order, and nothing else is taken for it")
    func bookkeeping() throws {
        func strings(_ values: String...) -> String {
            "<array>" + values.map { "<string>\($0)</string>" }.joined() + "</array>"
        }
        let good = strings("rank=-7", "id=4294967295", "instance=0")
        let record = try read(dictionary: "<key>a</key><array/><key>netinfo:directory</key>" + good)
        #expect(record.bookkeeping == .init(id: .max, instance: 0, rank: -7))
        #expect(record.properties == [Property("a")])
        for bad in [
            strings(), strings("id=1", "instance=2"), strings("id=1", "id=1", "instance=2", "rank=3"),
            strings("id=4294967296", "instance=2", "rank=3"), strings("id=-1", "instance=2", "rank=3"),
            strings("id=1", "instance=+2", "rank=3"), strings("id=1", "instance=2", "rank="),
            strings("id=1", "instance=2", "rank=-"), strings("id=1", "instance=2", "rank=9223372036854775808"),
            strings("id", "instance=2", "rank=3"),
        ] {
            let text = "<plist><dict><key>netinfo:directory</key>\(bad)</dict></plist>"
            #expect(problem(text).hasPrefix("line 1, column 14: 'netinfo:directory' needs"))
        }
    }

    @Test("An escaped name is turned back, and other netinfo: keys are errors")
    func escapedNames() throws {
        let record = try read(dictionary: "<key>netinfo:property:7:%fF.A%3a</key><string>x</string>")
        #expect(record.properties == PropertyList([Property(name: [0xFF, 0x2E, 0x41, 0x3A], values: [[0x78]])]))
        for key in [
            "netinfo:", "netinfo:other", "netinfo:property:", "netinfo:property:1", "netinfo:property::a",
            "netinfo:property:-1:a", "netinfo:property:1:a b", "netinfo:property:1:%4", "netinfo:property:1:%4x",
        ] {
            #expect(problem("<plist><dict><key>\(key)</key><array/></dict></plist>").hasSuffix("'\(key)' is not known"))
        }
    }

    @Test(
        "Errors say where and what",
        arguments: [
            ("", "line 1, column 1: the file ends too early: expected a tag"),
            ("<plist>\n<dict>\n<key>é</key><dict/>", "line 3, column 13: a value of the key 'é' is an array or a dict"),
            ("<plist><dict><key>a</key><array><array/>", "a value of the key 'a' is an array or a dictionary"),
            ("<plist><dict><key>a</key></dict></plist>", "line 1, column 26: the key 'a' has no value"),
            ("<plist><dict><key>a</key><array/><key>a</key><array/></dict></plist>", "the key 'a' is there twice"),
            ("<plist><array/></plist>", "line 1, column 8: expected '<dict>'"),
            ("<plist><dict/></plist>\nx", "line 2, column 1: something follows"),
            ("<plist><dict/></plist><plist/>", "something follows"),
            ("<plist><dict a=\"b\"/></plist>", "expected '>' at the end of the tag 'dict'"),
            ("<plist><dict><key>a</key><set/></dict></plist>", "no element 'set'"),
            ("<plist><dict><key>a</key><string>&b;</string></dict></plist>", "line 1, column 34: an entity other"),
            ("<plist><dict><key>a</key><string>&#0;</string></dict></plist>", "a character reference to nothing"),
            ("<plist><dict><key>a</key><string>&#xD800;</string></dict></plist>", "a character reference to nothing"),
            ("<plist><dict><key>a</key><string>&#99999999999999999999;</string></dict></plist>", "to nothing"),
            ("<plist><dict><key>a</key><string>]]></string></dict></plist>", "']]>' within text"),
            ("<plist><dict><key>a</key><string>\u{1}</string></dict></plist>", "a character XML forbids"),
            ("<plist><dict><key>a</key><data>YQ=</data></dict></plist>", "value of the key 'a' is not base64"),
            ("<plist><dict><key>a</key><data>YQ==YQ==</data></dict></plist>", "is not base64"),
            ("<plist><dict><key>a</key><data>=YQ=</data></dict></plist>", "is not base64"),
            ("<plist><dict><key>a</key><integer> </integer></dict></plist>", "is not a number or date"),
            ("<plist><dict><key>a</key><data>YQBi</data></dict></plist>", "value 0 of the property 'a' has a NUL byte"),
            ("<!DOCTYPE plist [ <!ENTITY a \"b\"> ]><plist><dict/></plist>", "declarations of its own"),
            ("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><plist/>", "the encoding 'EBCDIC' is none of"),
            ("<?xml version=\"1.1\"?><plist/>", "XML other than 1.0"),
            ("<!-- a -- b --><plist><dict/></plist>", "'--' within a comment"),
            ("<?php ?><plist><dict/></plist>", "line 1, column 2: expected a name"),
            ("{ name = (root); }", "line 1, column 1: expected a tag"),
        ])
    func errors(text: String, message: String) {
        #expect(problem(text).contains(message))
        #expect(problem(text).hasPrefix("line "))
    }

    @Test("Values NetInfo cannot carry are refused, or left out on request")
    func unfitValues() throws {
        let long = String(repeating: "x", count: 65_536)
        let text =
            "<plist><dict><key>a</key><array><data>AA==</data><string>ok</string><string>\(long)</string></array>"
            + "<key>b</key><data>AA==</data><key>c</key><array/></dict></plist>"
        #expect(throws: PlistError.self) { try read(text) }
        let (record, omissions) = try PlistRecordReader.decodeOmittingUnfit(Array(text.utf8))
        #expect(record.properties == [Property("a", "ok"), Property("c")])
        #expect(omissions.count == 3)
        #expect(omissions.first == "value 0 of the property 'a' has a NUL byte, which NetInfo cannot carry: left out")
    }
}
