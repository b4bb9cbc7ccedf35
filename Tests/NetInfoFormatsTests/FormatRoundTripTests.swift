import Foundation
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("What a format writes, it reads back")
struct FormatRoundTripTests {
    private static let flat = FormatName.allCases.filter { $0 != .netgroup }

    /// All lines of some directories, without those that are refused.
    private func text(_ format: any FlatFormat, _ lists: [PropertyList]) -> [UInt8] {
        lists.flatMap { list -> [UInt8] in
            if case .text(let text) = format.text(of: list) { return text }
            return []
        }
    }

    /// Writes, reads, and writes again what was read. Of names that occur twice the last counts, as it must.
    private func expectIdentity(_ name: FormatName, _ lists: [PropertyList]) throws {
        let format = try FormatSample.format(name)
        if format.isSingle {
            for list in lists { try expectIdentity(format, name, [list]) }
            return
        }
        var seen: Set<[UInt8]> = []
        let distinct = lists.filter { seen.insert($0.firstValue(of: "name") ?? []).inserted }
        try expectIdentity(format, name, distinct)
    }

    private func expectIdentity(_ format: any FlatFormat, _ name: FormatName, _ lists: [PropertyList]) throws {
        let first = text(format, lists)
        let reading = format.read(format.header + first)
        #expect(reading.problems.isEmpty, "\(name)")
        #expect(text(format, reading.entries.map(\.properties)) == first, "\(name)")
    }

    @Test("on every recorded database, in every format")
    func databases() throws {
        guard let folder = SharedData.folder("databases", for: "round trips of formats") else { return }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".nidb") {
            let records = try NidbReader(folder: folder.appending(path: file).path).read().records
            let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
            for name in Self.flat {
                let lists = records.flatMap { $0.children.compactMap { byID[$0]?.properties } }
                try expectIdentity(name, lists)
            }
            let outline = DirectoryOutline(ordered(byID))
            let text = RawWriter.text(of: outline)
            let again = try RawReader.read(text)
            #expect(RawWriter.text(of: again) == text, "\(file)")
            #expect(again.nodes.map(\.properties) == outline.nodes.map(\.properties), "\(file)")
        }
    }

    private func ordered(_ records: [UInt32: DirectoryRecord]) -> [DirectoryRecord] {
        var result: [DirectoryRecord] = []
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            guard let record = records[id] else { continue }
            result.append(record)
            waiting += record.children.reversed()
        }
        return result
    }

    @Test("on generated directories with awkward values", arguments: flat)
    func generated(_ name: FormatName) throws {
        var numbers = SeededGenerator(seed: 7)
        for _ in 0..<10 {
            try expectIdentity(name, (0..<60).map { _ in AwkwardEntry.properties(&numbers) })
        }
    }

    @Test("in the raw format for any directories at all")
    func generatedRaw() throws {
        var numbers = SeededGenerator(seed: 11)
        for _ in 0..<40 {
            var depth = 0
            let nodes = (0..<50).map { index in
                depth = index == 0 ? 0 : Int.random(in: 1...(depth + 1), using: &numbers)
                return DirectoryOutline.Node(depth: depth, properties: RandomDirectories().properties(&numbers))
            }
            let outline = DirectoryOutline(nodes: nodes)
            #expect(try RawReader.read(RawWriter.text(of: outline)) == outline)
        }
    }
}

/// Directories with the properties of all formats, and values that are hard to write.
enum AwkwardEntry {
    private static let keys = [
        "passwd", "uid", "gid", "class", "change", "expire", "realname", "home", "shell", "users", "ip_address",
        "ipv6_address", "en_address", "bootfile", "bootparams", "address", "port", "protocol", "number", "dir",
        "vfstype", "type", "opts", "freq", "dump_freq", "passno", "clients", "members", "domain", "search",
        "nameserver", "mx", "_writers",
    ]
    private static let values: [[UInt8]] =
        [
            "", " ", "a b", " edge", "edge ", "a:b", "a,b", "a|b", "a#b", "#a", "a=b", "\\", "a\\", "\"", "\"a,b\"",
            "\"a",
            "+", "-x", "%%", "(", "a/b", "\t", "a\nb", "1", "2", "plain", "10.0.0.1", "010.1.2.3", "127", "::1",
            "FE80::1",
            "0:0:f:1:2:3", "00:00:0F:1:2:3", "root=srv:/x", "rw", "a very long value that makes lines wrap early",
        ].map { Array($0.utf8) } + [[0xFF, 0xE9], [0x01]]

    static func properties(_ numbers: inout SeededGenerator) -> PropertyList {
        var list = PropertyList()
        for key in keys.shuffled(using: &numbers) where Int.random(in: 0..<3, using: &numbers) > 0 {
            list.properties.append(Property(name: Array(key.utf8), values: some(&numbers)))
        }
        var names = some(&numbers)
        names.insert(Array("n\(Int.random(in: 0...9999, using: &numbers))".utf8), at: 0)
        if Int.random(in: 0..<4, using: &numbers) == 0 { names.removeFirst() }
        list.properties.insert(Property(name: Array("name".utf8), values: names), at: 0)
        return list
    }

    /// Mostly plain values, so that some entries can be written.
    private static func some(_ numbers: inout SeededGenerator) -> [[UInt8]] {
        (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
            guard Int.random(in: 0..<8, using: &numbers) == 0 else {
                return Array("v\(Int.random(in: 0...99, using: &numbers))".utf8)
            }
            return values.randomElement(using: &numbers) ?? []
        }
    }
}
