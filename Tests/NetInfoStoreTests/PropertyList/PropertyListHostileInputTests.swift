import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: damaged and hostile files")
struct PropertyListHostileInputTests {
    private let sample = PlistRecordWriter.encode(
        PlistRecord(
            bookkeeping: .init(id: 3, instance: 5, rank: 7),
            properties: [
                Property("name", "wren", "a<b&c"), Property("name", "é"), Property("passwd"),
                Property(name: [0x62], values: [[0xFF, 0xFE], []]),
            ]))

    private func failure(_ bytes: [UInt8]) -> PlistError? {
        do throws(PlistError) {
            _ = try PlistRecordReader.decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("A file cut off anywhere is an error")
    func truncations() {
        // Only the last line end may go.
        for length in 0..<(sample.count - 1) {
            #expect(failure(Array(sample.prefix(length))) != nil, "cut at \(length)")
        }
        #expect(failure(sample.dropLast()) == nil)
    }

    @Test("A damaged file is read or refused with line and column")
    func mutations() {
        var numbers = SeededNumbers(seed: 17)
        let pieces = [
            "<", ">", "&", "<!--", "-->", "<![CDATA[", "]]>", "</", "/>", "<dict>", "<array>", "&#x", "\u{0}", "%",
        ]
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0...Int.random(in: 0...3, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: bytes[place] = .random(in: 0...255, using: &numbers)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: (pieces.randomElement(using: &numbers) ?? "<").utf8, at: place)
                default: bytes.replaceSubrange(place..<min(place + 40, bytes.count), with: sample.suffix(40))
                }
            }
            guard let error = failure(bytes) else { continue }
            #expect(error.description.hasPrefix("line "))
        }
    }

    @Test("Entities that multiply are refused where they are declared")
    func billionLaughs() throws {
        var text = "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a0 \"ha\">"
        for level in 1...30 { text += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        text += "]><plist><dict><key>a</key><string>&a30;</string></dict></plist>"
        let error = try #require(failure(Array(text.utf8)))
        #expect(error.description == "line 1, column 38: a DOCTYPE with declarations of its own is refused")
    }

    @Test("Nesting is refused at its first level", arguments: ["array", "dict"])
    func deepNesting(element: String) throws {
        let opening = String(repeating: "<\(element)>", count: 1_000_000)
        let error = try #require(failure(Array("<plist><dict><key>a</key>\(opening)".utf8)))
        #expect(error.problem == "a value of the key 'a' is an array or a dictionary")
    }

    @Test("More than 64 MiB is refused unread")
    func tooLarge() throws {
        let error = try #require(failure([UInt8](repeating: 0x20, count: 100_000_000)))
        #expect(error.problem == "the file has 100000000 bytes; a property list may have 67108864")
    }

    @Test("Very many keys and very many comments take no more than their share of time")
    func many() {
        let keys = (0..<100_000).map { "<key>\($0)</key><array/>" }.joined()
        #expect(
            failure(Array("<plist><dict>\(keys)</dict></plist>".utf8))?.problem
                == "there are more than 65535 properties")
        let comments = String(repeating: "<!---->", count: 500_000)
        #expect(failure(Array("<plist>\(comments)<dict/></plist>".utf8)) == nil)
    }
}
