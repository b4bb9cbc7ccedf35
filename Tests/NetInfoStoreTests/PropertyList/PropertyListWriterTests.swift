import Foundation
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: writing")
struct PropertyListWriterTests {
    private func text(_ record: PlistRecord) -> String {
        String(decoding: PlistRecordWriter.encode(record), as: UTF8.self)
    }

    /// What stands between `<dict>` and `</dict>`.
    private func body(_ properties: Property...) -> String {
        let lines = text(PlistRecord(properties: PropertyList(properties))).split(separator: "\n")
        return lines.dropFirst(4).dropLast(2).map { $0.drop { $0 == "\t" } }.joined()
    }

    @Test("A record is laid out as Apple's tools do it, bookkeeping first")
    func layout() {
        let record = PlistRecord(
            bookkeeping: .init(id: 3, instance: 5, rank: 4_294_967_296),
            properties: [Property("name", "wren", "jwren"), Property("passwd"), Property("hint", "")])
        #expect(
            text(record) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                \t<key>netinfo:directory</key>
                \t<array>
                \t\t<string>id=3</string>
                \t\t<string>instance=5</string>
                \t\t<string>rank=4294967296</string>
                \t</array>
                \t<key>name</key>
                \t<array>
                \t\t<string>wren</string>
                \t\t<string>jwren</string>
                \t</array>
                \t<key>passwd</key>
                \t<array/>
                \t<key>hint</key>
                \t<array>
                \t\t<string></string>
                \t</array>
                </dict>
                </plist>

                """)
    }

    @Test("Names that cannot be keys are written with their position")
    func escapedNames() {
        #expect(body(Property("a"), Property("a")) == "<key>a</key><array/><key>netinfo:property:1:a</key><array/>")
        #expect(body(Property("")) == "<key>netinfo:property:0:</key><array/>")
        #expect(body(Property("netinfo:x y")) == "<key>netinfo:property:0:netinfo%3Ax%20y</key><array/>")
        #expect(body(Property(name: [0xFF, 0x41], values: [])) == "<key>netinfo:property:0:%FFA</key><array/>")
        #expect(body(Property("a\rb")) == "<key>netinfo:property:0:a%0Db</key><array/>")
        #expect(body(Property("a<b")) == "<key>a&lt;b</key><array/>")
    }

    @Test("What XML cannot carry unchanged is written as data")
    func dataValues() {
        func value(_ bytes: [UInt8]) -> String { body(Property(name: [0x61], values: [bytes])) }
        #expect(value([0xFF]) == "<key>a</key><array><data>/w==</data></array>")
        #expect(value([0x0D]).contains("<data>DQ==</data>"))
        #expect(value(Array("\u{FFFE}".utf8)).contains("<data>77++</data>"))
        #expect(value(Array("tab\tline\n".utf8)).contains("<string>tab"))
    }

    @Test("Long data is broken into lines of 60 characters")
    func longData() {
        let lines = text(
            PlistRecord(properties: [Property(name: [0x61], values: [Array(repeating: 0xFF, count: 100)])])
        )
        .split(separator: "\n").filter { $0.hasPrefix("\t\t/") }
        #expect(lines.map(\.count) == [62, 62, 18])
    }

    @Test("The same record always gives the same bytes")
    func deterministic() {
        var lists = RandomPropertyLists(seed: 5)
        let record = lists.record()
        #expect(PlistRecordWriter.encode(record) == PlistRecordWriter.encode(record))
    }

    @Test("The example in the documentation is what is written")
    func documentedExample() throws {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
        let text = try String(contentsOfFile: root + "/docs/store-format.md", encoding: .utf8)
        let opening = try #require(text.range(of: "```xml\n"))
        let closing = try #require(text.range(of: "```", range: opening.upperBound..<text.endIndex))
        let example = Array(text[opening.upperBound..<closing.lowerBound].utf8)
        let record = try PlistRecordReader.decode(example)
        #expect(record.bookkeeping == .init(id: 3, instance: 5, rank: 1 << 32))
        #expect(record.properties.properties.count == 6)
        #expect(PlistRecordWriter.encode(record) == example)
    }
}
