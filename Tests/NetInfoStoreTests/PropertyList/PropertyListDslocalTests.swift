import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Property lists of a dslocal folder")
struct PropertyListDslocalTests {
    private let folder = TemporaryFolder()

    private func read(salvage: Bool = false) throws(DslocalError) -> DslocalImport {
        try DslocalReader(folder: folder.path, salvage: salvage).read()
    }

    private func write(_ record: PlistRecord, to name: String) throws {
        try folder.write(PlistRecordWriter.encode(record), to: name)
    }

    private func write(_ name: String, _ properties: Property...) throws {
        try write(PlistRecord(properties: PropertyList(properties)), to: name)
    }

    private func write(binary dictionary: [String: Any], to name: String) throws {
        let data = try PropertyListSerialization.data(fromPropertyList: dictionary, format: .binary, options: 0)
        try folder.write([UInt8](data), to: name)
    }

    private func writeOurs(_ name: String, id: UInt32, rank: Int64, _ properties: Property...) throws {
        let bookkeeping = PlistRecord.Bookkeeping(id: id, instance: id + 100, rank: rank)
        try write(PlistRecord(bookkeeping: bookkeeping, properties: PropertyList(properties)), to: name)
    }

    /// Id, parent and first name of each record.
    private func outline(_ records: [DirectoryRecord]) -> [String] {
        records.map { record in
            let name = record.properties.firstValue(of: "name").map { String(decoding: $0, as: UTF8.self) }
            return "\(record.id) in \(record.parent): \(name ?? "-")"
        }
    }

    @Test("A Mac's node, XML and binary, is a domain with a directory for every folder and file")
    func mac() throws {
        try write("users/wren.plist", Property("name", "wren", "jw"), Property("uid", "5021"))
        try write(binary: ["name": ["root"], "uid": ["0"], "jpegphoto": [Data([0xFF, 0, 1])]], to: "users/root.plist")
        try write("mounts/srv:%2FUsers.plist", Property("name", "srv:/Users"), Property("opts", "net", "rw"))
        try write("config/SharePoints/Public.plist", Property("name", "Public"))
        try folder.makeFolder("aliases")
        try folder.write([1], to: "sqlindex")
        try folder.write([1], to: "sqlindex-wal")
        try folder.write([1], to: "users/wren.plist.temp")
        try folder.write([1], to: "users/.DS_Store")
        try folder.write([1], to: "users/notes.txt")
        try folder.write([], to: "users/empty.plist")
        let result = try read()
        #expect(
            outline(result.records) == [
                "0 in 0: -", "1 in 0: aliases", "2 in 0: config", "3 in 2: SharePoints", "4 in 3: Public",
                "5 in 0: mounts", "6 in 5: srv:/Users", "7 in 0: users", "8 in 7: root", "9 in 7: wren",
            ])
        #expect(result.records.map(\.children) == [[1, 2, 5, 7], [], [3], [4], [], [6], [], [8, 9], [], []])
        #expect(result.records.allSatisfy { $0.instance == 0 })
        #expect(result.records[0].properties == [])
        #expect(result.records[8].properties == [Property("name", "root"), Property("uid", "0")])
        #expect(result.records[9].properties == [Property("name", "wren", "jw"), Property("uid", "5021")])
        #expect(
            result.remarks.sorted() == [
                "sqlindex-wal: ignored: an index", "sqlindex: ignored: an index", "users/.DS_Store: ignored: hidden",
                "users/empty.plist: ignored: the file is empty", "users/notes.txt: ignored: no property list",
                "users/root.plist: value 0 of the property 'jpegphoto' has a NUL byte, which NetInfo cannot carry: left out",
                "users/wren.plist.temp: ignored: a file left half written",
            ])
    }

    /// Two users, the first of which has a child, under folders whose order is not that of their names.
    private func writeOurNode() throws {
        try writeOurs("_directory.plist", id: 0, rank: 0, Property("master", "heron/network"))
        try writeOurs("users/_directory.plist", id: 9, rank: 1, Property("name", "users"))
        try writeOurs("machines/_directory.plist", id: 4, rank: 2, Property("name", "machines"))
        try writeOurs("users/wren.plist", id: 7, rank: -5, Property("uid", "5021"), Property("name", "wren"))
        try writeOurs("users/wren/info.plist", id: 30, rank: 0, Property("name", "info"))
        try writeOurs("users/#2.plist", id: 2, rank: 6)
    }

    @Test("A node this server wrote keeps ids, instances, order and properties")
    func ours() throws {
        try writeOurNode()
        let result = try read()
        #expect(result.remarks == [])
        let records = Dictionary(uniqueKeysWithValues: result.records.map { ($0.id, $0) })
        #expect(records.mapValues(\.children) == [0: [9, 4], 9: [7, 2], 4: [], 7: [30], 30: [], 2: []])
        #expect(records.mapValues(\.parent) == [0: 0, 9: 0, 4: 0, 7: 9, 30: 7, 2: 9])
        #expect(records.allSatisfy { $0.value.instance == $0.key + 100 })
        #expect(records[0]?.properties == [Property("master", "heron/network")])
        #expect(records[7]?.properties == [Property("uid", "5021"), Property("name", "wren")])
        #expect(records[2]?.properties == [])
    }

    @Test("A file added by hand gets a free id and the last place, a copied one an id of its own")
    func addedByHand() throws {
        try writeOurNode()
        try write("users/avocet.plist", Property("name", "avocet"))
        try writeOurs("users/wryneck.plist", id: 7, rank: -5, Property("name", "wryneck"))
        try writeOurs("users/zero.plist", id: 0, rank: 50, Property("name", "zero"))
        let result = try read()
        #expect(
            result.remarks == [
                "users/wryneck.plist: has the id 7 of users/wren: given another",
                "users/zero.plist: has the root's id 0: given another",
                "users/avocet.plist: has no bookkeeping: given the id 1",
            ])
        let users = try #require(result.records.first { $0.id == 9 })
        #expect(users.children == [7, 3, 2, 5, 1])
        #expect(result.records.first { $0.id == 3 }?.instance == 0)
    }

    @Test("A file that cannot be read ends the import, or is dropped when salvaging; its children stay")
    func unreadable() throws {
        try writeOurNode()
        try folder.write(Array("<plist><dict>\n<key>a</key></dict></plist>".utf8), to: "users/wren.plist")
        let message = "users/wren.plist: line 2, column 13: the key 'a' has no value"
        #expect(throws: DslocalError(path: "users/wren.plist", reason: "line 2, column 13: the key 'a' has no value")) {
            try read()
        }
        let result = try read(salvage: true)
        #expect(result.remarks.first == message.replacing("plist: line", with: "plist: dropped: line"))
        #expect(outline(result.records).suffix(2) == ["1 in 9: wren", "30 in 1: info"])
    }

    @Test("Symbolic links and pipes are not followed or opened")
    func links() throws {
        try write("users/wren.plist", Property("name", "wren"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/users/link.plist", withDestinationPath: folder.path + "/users/wren.plist")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/loop", withDestinationPath: folder.path)
        #expect(mkfifo(folder.path + "/users/pipe.plist", 0o600) == 0)
        let result = try read()
        #expect(outline(result.records) == ["0 in 0: -", "1 in 0: users", "2 in 1: wren"])
        #expect(
            result.remarks == [
                "loop: ignored: a symbolic link", "users/link.plist: ignored: a symbolic link",
                "users/pipe.plist: ignored: neither file nor folder",
            ])
    }

    @Test("Folders as deep as a path reaches are read; deeper ones are an error, or dropped when salvaging")
    func depth() throws {
        try folder.makeFolder()
        // One folder at a time: the whole is deeper than any path.
        let start = open(folder.path, O_RDONLY | O_DIRECTORY)
        let deepest = DslocalReader.maximumDepth
        let last = Self.descend(deepest, from: start)
        #expect(try read().records.count == deepest + 1)
        close(Self.descend(2, from: last))
        #expect(throws: DslocalError.self) { try read() }
        let result = try read(salvage: true)
        #expect(result.records.count == deepest + 1)
        #expect(result.remarks.count == 1)
        #expect(result.remarks.first?.hasSuffix("dropped: deeper than \(deepest) folders") == true)
        // FileManager does not reach that deep either.
        let cleaner = try Process.run(URL(fileURLWithPath: "/bin/rm"), arguments: ["-rf", folder.path])
        cleaner.waitUntilExit()
    }

    /// Makes folders within each other below an open one, which is closed; the innermost, open.
    private static func descend(_ count: Int, from start: Int32) -> Int32 {
        var current = start
        for _ in 0..<count {
            mkdirat(current, "d", 0o700)
            let next = openat(current, "d", O_RDONLY | O_DIRECTORY)
            close(current)
            current = next
        }
        return current
    }

    @Test("A folder that is not there is an error with its name")
    func missing() {
        #expect(throws: DslocalError(path: folder.path, reason: "No such file or directory")) { try read() }
    }

    @Test("Progress counts the files read")
    func progress() throws {
        try writeOurNode()
        var counts: [Int] = []
        _ = try DslocalReader(folder: folder.path, progress: { counts.append($0) }).read()
        #expect(counts == Array(1...6))
    }
}
