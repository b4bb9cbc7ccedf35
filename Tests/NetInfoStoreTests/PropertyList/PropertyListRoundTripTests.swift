import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: round trip")
struct PropertyListRoundTripTests {
    @Test("What is written is read back, whatever the names and values are", arguments: 0..<200)
    func random(seed: UInt64) throws {
        var lists = RandomPropertyLists(seed: seed)
        let record = lists.record()
        #expect(try PlistRecordReader.decode(PlistRecordWriter.encode(record)) == record)
    }

    @Test("Every byte that a name or value may have survives")
    func everyByte() throws {
        let properties = (1...255).map {
            Property(name: [0x61, UInt8($0)], values: [[UInt8($0)], [UInt8($0), 0x62]])
        }
        let record = PlistRecord(properties: PropertyList(properties))
        #expect(try PlistRecordReader.decode(PlistRecordWriter.encode(record)) == record)
    }

    @Test("A name repeated a thousand times keeps every occurrence in its place")
    func repeatedNames() throws {
        let properties = (0..<2000).map { Property($0.isMultiple(of: 2) ? "a" : "b\($0)", "\($0)") }
        let record = PlistRecord(properties: PropertyList(properties))
        #expect(try PlistRecordReader.decode(PlistRecordWriter.encode(record)) == record)
    }

    @Test("The extremes of id, instance and rank survive")
    func extremes() throws {
        for rank in [Int64.min, -1, 0, .max] {
            let record = PlistRecord(bookkeeping: .init(id: .max, instance: .max, rank: rank), properties: [])
            #expect(try PlistRecordReader.decode(PlistRecordWriter.encode(record)) == record)
        }
    }
}
