import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("After a crash the index knows its own property lists")
struct UnrecordedFilesTests {
    private let bench = StoreBench()

    /// `/users` with wren, who has a child, all on disk.
    private func opened(_ files: any StoreFiles = SystemFiles()) throws -> OpenDomain {
        try bench.create()
        let opened = try bench.open(files: files)
        try opened.create("users")
        try opened.create("wren", below: 1)
        try opened.create("info", below: 2)
        opened.bringUpToDate()
        return opened
    }

    /// Writes property lists and "dies" before that is recorded, then starts anew.
    private func crash(_ opened: consuming OpenDomain, _ files: FailingFiles, _ disk: FailingDisk) throws {
        files.afterReplacing { disk.fail(.write) }
        opened.bringUpToDate()
        files.afterReplacing {}
    }

    private func expectSame(afterCrash expected: DirectorySnapshot) throws {
        NetInfoStoreTests.expectSame(try bench.look(), expected, "after the crash")
        try bench.removeIndex()
        NetInfoStoreTests.expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("a new directory's file that was not recorded is no second directory")
    func created() throws {
        let (files, disk) = (FailingFiles(), FailingDisk(below: bench.root.path))
        let opened = try opened(files)
        try opened.create("robin", below: 1)
        let expected = opened.snapshot
        try crash(opened, files, disk)
        #expect(bench.files()["users/robin.plist"] != nil)
        disk.heal()
        try expectSame(afterCrash: expected)
    }

    @Test("a folder that was moved and not recorded is taken for what it is")
    func renamed() throws {
        let (files, disk) = (FailingFiles(), FailingDisk(below: bench.root.path))
        let opened = try opened(files)
        try rename(2, "stork", opened)
        let expected = opened.snapshot
        try crash(opened, files, disk)
        #expect(bench.files()["users/stork/info.plist"] != nil)
        disk.heal()
        try expectSame(afterCrash: expected)
        #expect(bench.files()["users/stork/info.plist"] != nil)
    }

    @Test("a file of a directory that went after it was written does not bring it back")
    func destroyed() throws {
        let (files, disk) = (FailingFiles(), FailingDisk(below: bench.root.path))
        let opened = try opened(files)
        let id = try opened.create("robin", below: 1)
        try crash(opened, files, disk)
        disk.heal()
        try opened.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            _ = try tree.destroy(tree.current(id), below: tree.current(1), by: .superuser, &change)
        }
        opened.domain.settle()
        let expected = opened.snapshot
        let again = try bench.open()
        again.bringUpToDate()
        NetInfoStoreTests.expectSame(again.snapshot, expected, "after the crash")
        #expect(bench.files()["users/robin.plist"] == nil)
        again.domain.close()
    }

    @Test("what was committed and not written out wins over the file")
    func indexWins() throws {
        let opened = try opened()
        try rename(2, "stork", opened)
        opened.domain.settle()
        let expected = opened.snapshot
        let path = bench.folder + "/users/wren.plist"
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        try text.replacing("wren", with: "heron").write(toFile: path, atomically: false, encoding: .utf8)
        try expectSame(afterCrash: expected)
    }

    @Test("a file that a power cut set back is no edit")
    func setBack() throws {
        let opened = try opened()
        let path = bench.folder + "/users/wren.plist"
        let old = FileManager.default.contents(atPath: path)
        try opened.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            let uid = Property("uid", "5")
            _ = try tree.createProperty(tree.current(2), uid, where: 0, by: .superuser, &change)
        }
        opened.bringUpToDate()
        let expected = opened.snapshot
        try old?.write(to: URL(fileURLWithPath: path))
        try expectSame(afterCrash: expected)
    }

    private func rename(_ id: UInt32, _ name: String, _ opened: OpenDomain) throws {
        try opened.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            _ = try tree.writeProperty(tree.current(id), at: 0, [Array(name.utf8)], by: .superuser, &change)
        }
        opened.domain.settle()
    }
}
