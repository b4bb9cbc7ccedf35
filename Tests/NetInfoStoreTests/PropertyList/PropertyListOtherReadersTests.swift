import Foundation
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property list of a directory: other software")
struct PropertyListOtherReadersTests {
    /// Keys as strings and values as bytes, as any property list reader sees them.
    private func plainView(_ record: PlistRecord) throws -> [String: [[UInt8]]] {
        var view: [String: [[UInt8]]] = [:]
        for property in record.properties.properties {
            view[String(decoding: property.name, as: UTF8.self)] = property.values
        }
        return view
    }

    private func view(of object: Any) throws -> [String: [[UInt8]]] {
        let dictionary = try #require(object as? [String: [Any]])
        return try dictionary.mapValues { values in
            try values.map { value in
                if let data = value as? Data { return [UInt8](data) }
                return Array(try #require(value as? String).utf8)
            }
        }
    }

    @Test("Foundation reads the same names and values from what is written", arguments: 0..<40)
    func foundationReads(seed: UInt64) throws {
        var lists = RandomPropertyLists(seed: seed)
        var record = lists.record()
        _ = try PropertyListSerialization.propertyList(
            from: Data(PlistRecordWriter.encode(record)), options: [], format: nil)
        // The names of one list that need no escape, so that keys are names.
        record.bookkeeping = nil
        record.properties.properties = record.properties.properties.enumerated().map { index, property in
            Property(name: Array("p\(index)é<&".utf8), values: property.values)
        }
        let object = try PropertyListSerialization.propertyList(
            from: Data(PlistRecordWriter.encode(record)), options: [], format: nil)
        #expect(try view(of: object) == plainView(record))
    }

    @Test("What Foundation writes is read", arguments: [PropertyListSerialization.PropertyListFormat.xml, .binary])
    func foundationWrites(format: PropertyListSerialization.PropertyListFormat) throws {
        let dictionary: [String: Any] = [
            "name": ["wren", "a<b>&\"'"], "uid": ["5021"], "none": [String](), "empty": [""], "é": ["\u{1F426}\n\t "],
            "data": [Data((1...255).map { UInt8($0) })], "number": 7, "truth": true,
        ]
        let data = try PropertyListSerialization.data(fromPropertyList: dictionary, format: format, options: 0)
        let list = try PlistRecordReader.decode([UInt8](data)).properties
        #expect(list.properties.count == dictionary.count)
        #expect(list.values(of: "name") == [Array("wren".utf8), Array("a<b>&\"'".utf8)])
        #expect(list.values(of: "none") == [])
        #expect(list.values(of: "empty") == [[]])
        #expect(list.values(of: "é") == [Array("\u{1F426}\n\t ".utf8)])
        #expect(list.values(of: "data") == [(1...255).map { UInt8($0) }])
        #expect(list.firstValue(of: "number") == Array("7".utf8))
        #expect(list.firstValue(of: "truth") == Array("1".utf8))
    }

    @Test("Python's plistlib reads the same keys and values from what is written")
    func pythonReads() throws {
        let folder = TemporaryFolder()
        for seed in UInt64(0)..<40 {
            var lists = RandomPropertyLists(seed: seed)
            let bytes = PlistRecordWriter.encode(lists.record())
            try folder.write(bytes, to: "\(seed).plist")
        }
        // Prints each file's values in hexadecimal, in the order of the document.
        let script = """
            import plistlib, sys
            for seed in range(40):
                with open('%s/%d.plist' % (sys.argv[1], seed), 'rb') as file:
                    values = [v for a in plistlib.load(file).values() for v in a]
                print(','.join((v if isinstance(v, bytes) else v.encode()).hex() for v in values))
            """
        guard let output = try run("python3", "-c", script, folder.path) else {
            print("SKIPPED: reading property lists with plistlib needs python3")
            return
        }
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        for seed in 0..<40 {
            var lists = RandomPropertyLists(seed: UInt64(seed))
            let record = lists.record()
            let values =
                (record.bookkeeping.map { ["id=\($0.id)", "instance=\($0.instance)", "rank=\($0.rank)"] } ?? [])
                .map { Array($0.utf8) } + record.properties.properties.flatMap(\.values)
            #expect(lines[seed] == values.map(hexadecimal).joined(separator: ","))
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The program's output; nil when there is no such program.
    private func run(_ arguments: String...) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // What env says of a program that is not there.
        guard process.terminationStatus != 127 else { return nil }
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
