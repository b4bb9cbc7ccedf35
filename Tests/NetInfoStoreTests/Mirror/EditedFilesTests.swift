import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("Property lists edited by hand become changes of the domain")
struct EditedFilesTests {
    private let bench = StoreBench()

    /// `/users` with wren and robin, all on disk.
    private func opened() throws -> OpenDomain {
        try bench.create()
        let opened = try bench.open(hurried: true)
        try opened.create("users")
        try opened.create("wren", below: 1, Property("uid", "1"))
        try opened.create("robin", below: 1, Property("uid", "2"))
        opened.bringUpToDate()
        return opened
    }

    private func write(_ record: PlistRecord, to name: String) throws {
        let url = URL(fileURLWithPath: bench.folder + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(PlistRecordWriter.encode(record)).write(to: url)
    }

    private func record(_ name: String) throws -> PlistRecord {
        let data = try #require(FileManager.default.contents(atPath: bench.folder + "/" + name))
        return try PlistRecordReader.decode(Array(data))
    }

    private func edit(_ name: String, _ change: (inout PlistRecord) -> Void) throws {
        var record = try record(name)
        change(&record)
        try write(record, to: name)
    }

    /// Has the server look at its files, and waits until it has.
    private func reload(_ opened: OpenDomain) {
        opened.domain.reload()
        opened.bringUpToDate()
    }

    private func uid(_ id: UInt32, in opened: OpenDomain) -> String? {
        let record = opened.snapshot.records.first { $0.id == id }
        return record?.properties.firstValue(of: "uid").map { String(decoding: $0, as: UTF8.self) }
    }

    private func instance(_ id: UInt32, in opened: OpenDomain) -> UInt32? {
        opened.snapshot.records.first { $0.id == id }?.instance
    }

    private func names(below parent: UInt32, in snapshot: DirectorySnapshot) -> [String] {
        let parent = snapshot.records.first { $0.id == parent }
        return (parent?.children ?? []).map { child in
            let record = snapshot.records.first { $0.id == child }
            return record?.properties.firstValue(of: "name").map { String(decoding: $0, as: UTF8.self) } ?? "-"
        }
    }

    @Test("an edited file is a write when the server reloads")
    func editedWhileServing() throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let before = instance(2, in: opened) ?? 0
        try edit("users/wren.plist") { $0.properties.properties[1].values = [Array("77".utf8)] }
        reload(opened)
        #expect(uid(2, in: opened) == "77")
        #expect(instance(2, in: opened) == before + 1)
        #expect(try record("users/wren.plist").bookkeeping?.instance == before + 1)
    }

    @Test("an edited file is a write when the server starts")
    func editedWhileStopped() throws {
        try opened().domain.close()
        try edit("users/wren.plist") { $0.properties.properties[1].values = [Array("77".utf8)] }
        let again = try bench.open()
        again.bringUpToDate()
        #expect(uid(2, in: again) == "77")
        again.domain.close()
        let kept = try bench.look()
        try bench.removeIndex()
        expectSame(try bench.look(), kept, "from property lists")
    }

    @Test("a file that was only touched changes nothing")
    func touched() throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let before = opened.snapshot
        try edit("users/wren.plist") { _ in }
        reload(opened)
        expectSame(opened.snapshot, before, "after the reload")
    }

    @Test("an edit may rename a directory that has children")
    func renamed() throws {
        let opened = try opened()
        try edit("users/_directory.plist") { $0.properties.properties[0].values = [Array("people".utf8)] }
        reload(opened)
        let expected = opened.snapshot
        #expect(names(below: 0, in: expected) == ["people"])
        #expect(bench.files()["people/wren.plist"] != nil)
        #expect(bench.files()["users"] == nil)
        opened.domain.close()
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("a file that cannot be read is put aside and comes back", arguments: ["<plist><dict>", "", "\u{0}\u{1}"])
    func unreadable(text: String) throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let before = opened.snapshot
        let good = try record("users/wren.plist")
        try Data(text.utf8).write(to: URL(fileURLWithPath: bench.folder + "/users/wren.plist"))
        reload(opened)
        expectSame(opened.snapshot, before, "after the reload")
        #expect(try record("users/wren.plist") == good)
        #expect(bench.files()["users/wren.plist.unreadable"] == Data(text.utf8))
    }

    @Test("a file or folder that is missing comes back", arguments: ["users/wren.plist", "users"])
    func missing(name: String) throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let before = opened.snapshot
        let files = bench.files()
        try FileManager.default.removeItem(atPath: bench.folder + "/" + name)
        reload(opened)
        expectSame(opened.snapshot, before, "after the reload")
        let isSame = bench.files() == files
        #expect(isSame)
    }

    @Test("a new file is a new directory")
    func newFile() throws {
        let opened = try opened()
        try write(PlistRecord(properties: [Property("name", "crane"), Property("uid", "9")]), to: "users/crane.plist")
        reload(opened)
        #expect(names(below: 1, in: opened.snapshot) == ["wren", "robin", "crane"])
        #expect(uid(4, in: opened) == "9")
        #expect(try record("users/crane.plist").bookkeeping?.id == 4)
        reload(opened)
        #expect(opened.snapshot.records.count == 5)
        opened.domain.close()
        #expect(try bench.look().records.count == 5)
    }

    @Test("new folders are new directories with all that is in them")
    func newFolders() throws {
        let opened = try opened()
        let plain = PlistRecord(properties: [Property("name", "info")])
        try write(PlistRecord(properties: [Property("name", "printers")]), to: "printers/_directory.plist")
        try write(PlistRecord(properties: [Property("name", "laser")]), to: "printers/laser.plist")
        try write(plain, to: "printers/laser/info.plist")
        try write(plain, to: "users/wren/info.plist")
        try write(plain, to: "bare%2Fslash/deep/info.plist")
        reload(opened)
        let expected = opened.snapshot
        #expect(names(below: 0, in: expected) == ["users", "printers", "bare/slash"])
        #expect(names(below: 2, in: expected) == ["info"])
        #expect(expected.records.count == 11)
        reload(opened)
        expectSame(opened.snapshot, expected, "after another reload")
        opened.domain.close()
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("a copied file is another directory")
    func copied() throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let users = bench.folder + "/users"
        try FileManager.default.copyItem(atPath: users + "/wren.plist", toPath: users + "/another.plist")
        reload(opened)
        #expect(names(below: 1, in: opened.snapshot) == ["wren", "robin", "wren"])
        #expect(Set(bench.files().keys.filter { $0.hasPrefix("users/") && $0.hasSuffix("t") }).count == 4)
    }

    @Test("a file or folder that was moved goes back, and what was edited in it counts")
    func moved() throws {
        let opened = try opened()
        defer { opened.domain.close() }
        let folder = bench.folder
        try edit("users/wren.plist") { $0.properties.properties[1].values = [Array("77".utf8)] }
        try FileManager.default.moveItem(atPath: folder + "/users/wren.plist", toPath: folder + "/users/owl.plist")
        try FileManager.default.moveItem(atPath: folder + "/users", toPath: folder + "/people")
        reload(opened)
        #expect(names(below: 1, in: opened.snapshot) == ["wren", "robin"])
        #expect(uid(2, in: opened) == "77")
        #expect(opened.snapshot.records.count == 4)
        #expect(bench.files()["users/wren.plist"] != nil)
        #expect(bench.files()["people"] == nil)
    }

    @Test("a file made by hand is not overwritten before it is taken in")
    func inTheWay() throws {
        let opened = try opened()
        defer { opened.domain.close() }
        try write(PlistRecord(properties: [Property("name", "crane"), Property("uid", "9")]), to: "users/crane.plist")
        try opened.create("crane", below: 1, Property("uid", "8"))
        opened.bringUpToDate()
        reload(opened)
        #expect(names(below: 1, in: opened.snapshot) == ["wren", "robin", "crane", "crane"])
        #expect([uid(4, in: opened), uid(5, in: opened)] == ["8", "9"])
    }

    @Test("edits on a full disk change nothing until there is room")
    func fullDisk() throws {
        let disk = FailingDisk(below: bench.root.path)
        let opened = try opened()
        defer { opened.domain.close() }
        let before = opened.snapshot
        try write(PlistRecord(properties: [Property("name", "crane")]), to: "users/crane.plist")
        disk.fail(.full)
        reload(opened)
        expectSame(opened.snapshot, before, "on the full disk")
        #expect(bench.files()["users/crane.plist"] != nil)
        disk.heal()
        reload(opened)
        #expect(names(below: 1, in: opened.snapshot) == ["wren", "robin", "crane"])
    }

    @Test("a directory renamed from é to é, spelt otherwise, has one file")
    func spelling() throws {
        let opened = try opened()
        let id = try opened.create("\u{E9}", below: 1)
        try opened.create("child", below: id)
        opened.bringUpToDate()
        for name in ["e\u{301}", "\u{E9}", "e\u{301}"] {
            try opened.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                let values = [Array(name.utf8)]
                _ = try tree.writeProperty(tree.current(id), at: 0, values, by: .superuser, &change)
            }
            opened.bringUpToDate()
        }
        let expected = opened.snapshot
        opened.domain.close()
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }
}
