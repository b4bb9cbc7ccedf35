import Foundation
import NetInfoDirectory
import NetInfoStore
import Testing

@Suite("Repairing a store")
struct StoreRepairTests {
    /// Repairs, and checks what must hold of every repair.
    private func repair(_ store: DamagedStore) throws -> StoreRepair.Outcome {
        let outcome = try StoreRepair(store: store.path).run()
        #expect(!outcome.before.isSound)
        #expect(outcome.after.isSound, "\(outcome.after)")
        #expect(try store.problems() == [])
        #expect(try store.isAsBefore())
        return outcome
    }

    @Test("a store in order is left as it is")
    func soundStore() throws {
        let store = try DamagedStore()
        let before = try store.fingerprint()
        let outcome = try StoreRepair(store: store.path).run()
        #expect(outcome.actions == [])
        #expect(try store.fingerprint() == before)
    }

    @Test("an edited property list is kept aside and written again")
    func edited() throws {
        let store = try DamagedStore()
        let text = try store.text(of: "users/wren.plist")
        try store.write(text.replacing("501", with: "0"), to: "users/wren.plist")
        _ = try repair(store)
        #expect(try store.text(of: "users/wren.plist") == text)
        #expect(try store.text(of: "users/wren.plist.edited").contains("<string>0</string>"))
    }

    @Test("what was put aside before is not overwritten")
    func editedTwice() throws {
        let store = try DamagedStore()
        for edit in ["first", "second"] {
            let text = try store.text(of: "users/wren.plist").replacing("501", with: edit)
            try store.write(text, to: "users/wren.plist")
            _ = try repair(store)
        }
        #expect(try store.text(of: "users/wren.plist.edited").contains("first"))
        #expect(try store.text(of: "users/wren.plist.edited-2").contains("second"))
    }

    @Test("an unreadable property list is kept aside and written again")
    func unreadable() throws {
        let store = try DamagedStore()
        try store.write("garbage", to: "users/wren.plist")
        _ = try repair(store)
        #expect(try store.text(of: "users/wren.plist.unreadable") == "garbage")
    }

    @Test("deleted property lists and folders come back", arguments: ["users/wren.plist", "users", "_directory.plist"])
    func deleted(name: String) throws {
        let store = try DamagedStore()
        try store.remove(name)
        _ = try repair(store)
        #expect(store.exists(name))
        #expect(store.exists("users/wren/info.plist"))
    }

    @Test("a folder is made for a child whose id is below that of its parent")
    func childBeforeParent() throws {
        let store = try DamagedStore()
        try FileManager.default.removeItem(atPath: store.file("users"))
        try FileManager.default.removeItem(atPath: store.file("groups"))
        _ = try repair(store)
    }

    @Test("a property list that belongs to nobody is moved aside")
    func stray() throws {
        let store = try DamagedStore()
        try store.write(try store.text(of: "users/wren.plist"), to: "users/copy.plist")
        _ = try repair(store)
        #expect(!store.exists("users/copy.plist"))
        #expect(store.exists("users/copy.plist.stray"))
    }

    @Test("a truncated index is kept aside and rebuilt", arguments: [0, 100, 4096, 5000, 9000])
    func truncatedIndex(size: Int) throws {
        let store = try DamagedStore()
        #expect(truncate(store.file("sqlindex"), size) == 0)
        _ = try repair(store)
        #expect(store.exists("sqlindex.damaged-1"))
    }

    @Test(
        "an index whose rows are no tree is rebuilt",
        arguments: [
            "UPDATE directory SET parent = 99 WHERE id = 4", "UPDATE directory SET parent = 2 WHERE id = 4",
            "UPDATE directory SET parent = 4 WHERE id = 3", "DELETE FROM directory WHERE id = 0",
            "UPDATE directory SET properties = 'text' WHERE id = 5", "UPDATE plist SET base = '../../x' WHERE id = 3",
        ])
    func wrongRow(sql: String) throws {
        let store = try DamagedStore()
        try store.execute(sql)
        _ = try repair(store)
    }

    @Test("what no property list had is told to be lost")
    func losses() throws {
        let store = try DamagedStore()
        try store.write("garbage", to: "users/heron.plist")
        try store.execute("UPDATE directory SET parent = 99 WHERE id = 4")
        let outcome = try StoreRepair(store: store.path).run()
        #expect(outcome.after.isSound)
        #expect(outcome.actions.contains { $0.contains("directory 5 ('heron') is lost") })
        #expect(store.exists("users/heron.plist.unreadable"))
    }

    @Test("a damaged index without property lists stays where it is, and other domains are mended")
    func nothingToRebuildFrom() throws {
        let store = try DamagedStore()
        let installer = DomainInstaller(store: store.path)
        _ = try installer.install(try store.tree(), as: "other")
        try FileManager.default.removeItem(atPath: store.path + "/nodes/other/users/wren.plist")
        for name in ["users", "groups", "_directory.plist"] { try store.remove(name) }
        #expect(truncate(store.file("sqlindex"), 5000) == 0)
        let outcome = try StoreRepair(store: store.path).run()
        #expect(outcome.after.domains.map(\.isSound) == [false, true])
        #expect(outcome.actions.contains { $0.hasPrefix("failed: ") })
        #expect(store.exists("sqlindex"))
    }

    @Test("what interrupted work left is removed")
    func leftovers() throws {
        let store = try DamagedStore()
        let leftover = store.path + "/nodes/.import-x"
        try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: true)
        #expect(try StoreCheck(store: store.path).run().leftovers.count == 1)
        _ = try StoreRepair(store: store.path).run()
        #expect(!FileManager.default.fileExists(atPath: leftover))
    }

    @Test("a store that a process holds is refused, with that process's id")
    func refusesHeldStore() throws {
        let store = try DamagedStore()
        let lock = try StoreLock(folder: store.path)
        let error = #expect(throws: StoreError.self) { try StoreRepair(store: store.path).run() }
        #expect(error?.description.contains("process \(getpid())") == true)
        withExtendedLifetime(lock) {}
    }
}
