import Foundation
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: reading binary files")
struct PropertyListBinaryTests {
    private func binary(_ dictionary: [String: Any]) throws -> [UInt8] {
        [UInt8](try PropertyListSerialization.data(fromPropertyList: dictionary, format: .binary, options: 0))
    }

    /// A file of these objects, the first of which is the outermost, with references of one byte.
    private func file(_ objects: [[UInt8]]) -> [UInt8] {
        var bytes = Array("bplist00".utf8)
        var table: [UInt8] = []
        for object in objects {
            table += bigEndian(bytes.count, width: 4)
            bytes += object
        }
        let tableOffset = bytes.count
        bytes += table + [0, 0, 0, 0, 0, 0, 4, 1]
        return bytes + bigEndian(objects.count, width: 8) + bigEndian(0, width: 8) + bigEndian(tableOffset, width: 8)
    }

    private func bigEndian(_ number: Int, width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(number >> (8 * $0) & 0xFF) }
    }

    private func problem(_ bytes: [UInt8]) -> String {
        do throws(PlistError) {
            return "no error: \(try PlistRecordReader.decode(bytes))"
        } catch {
            return error.description
        }
    }

    /// The text of one value, an object of these bytes.
    private func text(_ object: [UInt8]) throws -> String {
        let record = try PlistRecordReader.decode(file([[0xD1, 1, 2], [0x51, 0x61], object]))
        return String(decoding: try #require(record.properties.firstValue(of: "a")), as: UTF8.self)
    }

    @Test("Keys come sorted by their bytes")
    func order() throws {
        let bytes = try binary([
            "name": ["wren", "é\u{1F426}"], "uid": "5021", "_writers": [String](), "Z": [Data([0xFF])], "éa": [""],
        ])
        let record = try PlistRecordReader.decode(bytes)
        #expect(
            record.properties.properties == [
                Property(name: Array("Z".utf8), values: [[0xFF]]), Property("_writers"),
                Property("name", "wren", "é\u{1F426}"), Property("uid", "5021"), Property("éa", ""),
            ])
    }

    @Test("A file of ours that was made binary keeps its bookkeeping and repeated names")
    func bookkeeping() throws {
        let record = PlistRecord(
            bookkeeping: .init(id: 3, instance: 5, rank: -1),
            properties: [Property(""), Property("a", "1"), Property("a", "2"), Property("b"), Property("a", "3")])
        let xml = Data(PlistRecordWriter.encode(record))
        let dictionary = try #require(
            try PropertyListSerialization.propertyList(from: xml, options: [], format: nil) as? [String: Any])
        #expect(try PlistRecordReader.decode(try binary(dictionary)) == record)
    }

    @Test("Scalars are texts")
    func scalars() throws {
        #expect(try text([0x09]) == "1")
        #expect(try text([0x08]) == "0")
        #expect(try text([0x10, 0xFF]) == "255")
        #expect(try text([0x13] + [UInt8](repeating: 0xFF, count: 8)) == "-1")
        #expect(
            try text([0x14] + [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 0xFF, count: 8)) == "\(UInt64.max)")
        #expect(try text([0x22, 0x3F, 0xC0, 0, 0]) == "1.5")
        #expect(try text([0x33, 0, 0, 0, 0, 0, 0, 0, 0]) == "2001-01-01T00:00:00Z")
        #expect(
            try text([0x33] + [0xBF, 0xF0, 0, 0, 0, 0, 0, 0]) == "2000-12-31T23:59:59Z")
        let date = try binary(["a": Date(timeIntervalSince1970: 1_193_421_600)])
        #expect(try PlistRecordReader.decode(date).properties == [Property("a", "2007-10-26T18:00:00Z")])
    }

    @Test("A file cut off anywhere is an error")
    func truncations() throws {
        let bytes = try binary(["name": ["wren"], "jpegphoto": [Data(repeating: 0xFF, count: 300)], "é": "é"])
        for length in 0..<bytes.count { #expect(!problem(Array(bytes.prefix(length))).hasPrefix("no error")) }
    }

    @Test("A damaged file is read or refused")
    func mutations() throws {
        var numbers = SeededNumbers(seed: 4)
        let sample = try binary([
            "name": ["wren", "é"], "x": [Data(repeating: 0xFF, count: 20), 7, 1.5, true], "d": Date(),
        ])
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0...Int.random(in: 0...3, using: &numbers) {
                bytes[Int.random(in: 8..<bytes.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
            }
            _ = problem(bytes)
        }
    }

    @Test("Whatever lengths and places the bytes claim, nothing beyond the file is read")
    func claims() {
        let a: [UInt8] = [0x51, 0x61]
        let huge: [UInt8] = [0x13, 0x7F] + [UInt8](repeating: 0xFF, count: 7)
        for kind: UInt8 in [0x4F, 0x5F, 0x6F, 0xAF] {
            #expect(problem(file([[0xD1, 1, 2], a, [kind] + huge])).contains("is longer than the file"))
        }
        #expect(problem(file([[0xDF] + huge])).contains("is longer than the file"))
        #expect(problem(file([[0xD1, 1, 9], a])).contains("there is no object 9"))
        #expect(problem(file([[0xD1, 1, 0], a])).contains("a value of the key 'a' is an array or a dictionary"))
        #expect(problem(file([[0xD1, 1, 2], a, [0xA1, 2]])).contains("is an array or a dictionary"))
        #expect(problem(file([[0xD1, 1, 1], [0x10, 1]])).contains("a key of the dictionary is no string"))
        #expect(problem(file([[0xA0]])).contains("the property list is no dictionary"))
        #expect(problem(file([[0xD1, 1, 2], a, [0x80, 1]])).contains("a kind that directories do not have"))
        #expect(problem(file([[0xD1, 1, 2], a, [0x62, 0xD8, 0, 0xD8, 0]])).contains("malformed"))
        #expect(
            problem(Array("bplist00".utf8) + [UInt8](repeating: 0xFF, count: 33)).contains("the trailer does not fit"))
    }

    @Test("A value shared a million times is refused once it unfolds to too much")
    func shared() {
        let array: [UInt8] = [0xAF, 0x12] + bigEndian(1_000_000, width: 4) + [UInt8](repeating: 3, count: 1_000_000)
        let text: [UInt8] = [0x5F, 0x11] + bigEndian(60_000, width: 2) + [UInt8](repeating: 0x78, count: 60_000)
        #expect(problem(file([[0xD1, 1, 2], [0x51, 0x61], array, text])).contains("unfolds to more than"))
    }
}
