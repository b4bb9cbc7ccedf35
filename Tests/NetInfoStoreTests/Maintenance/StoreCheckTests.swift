import Dispatch
import Foundation
import NetInfoStore
import Testing

@Suite("Checking a store")
struct StoreCheckTests {
    @Test("a store that was just made is in order")
    func soundStore() throws {
        let store = try DamagedStore()
        let report = try StoreCheck(store: store.path).run()
        #expect(report.isSound)
        #expect(report.domains.map(\.tag) == ["local"])
        #expect(report.domains[0].directories == 6)
        #expect(report.domains[0].plists == 6)
        #expect(report.domains[0].findings == [])
    }

    @Test("checking changes nothing, not even times or journals")
    func changesNothing() throws {
        let store = try DamagedStore()
        try store.write("garbage", to: "users/wren.plist")
        try store.execute("UPDATE directory SET parent = 77 WHERE id = 4")
        let before = try store.fingerprint()
        _ = try store.problems()
        #expect(try store.fingerprint() == before)
    }

    @Test("an edited property list is found by name and directory")
    func edited() throws {
        let store = try DamagedStore()
        try store.write(try store.text(of: "users/wren.plist").replacing("501", with: "0"), to: "users/wren.plist")
        let problems = try store.problems()
        #expect(problems.map(\.kind) == [.edited])
        #expect(problems.first?.file == "nodes/local/users/wren.plist")
        #expect(problems.first?.id == 3)
    }

    @Test("a property list without its bookkeeping is found")
    func lostBookkeeping() throws {
        let store = try DamagedStore()
        let text = try store.text(of: "users/wren.plist").replacing("instance=7", with: "instance=6")
        try store.write(text, to: "users/wren.plist")
        #expect(try store.problems().first?.text == "its instance is 6, the index has 7")
    }

    @Test("a deleted property list is found, and every one of a deleted folder")
    func deleted() throws {
        let store = try DamagedStore()
        try store.remove("users")
        #expect(try store.kinds() == [.missing, .missing, .missing, .missing])
    }

    @Test("an unreadable property list is found with line and column")
    func unreadable() throws {
        let store = try DamagedStore()
        try store.write("garbage", to: "users/wren.plist")
        let problems = try store.problems()
        #expect(problems.map(\.kind) == [.unreadable])
        #expect(problems.first?.text.contains("line 1, column 1") == true)
    }

    @Test("a link in place of a property list is not followed")
    func link() throws {
        let store = try DamagedStore()
        try store.remove("users/wren.plist")
        try FileManager.default.createSymbolicLink(
            atPath: store.file("users/wren.plist"), withDestinationPath: "heron.plist")
        #expect(try store.kinds() == [.unreadable])
    }

    @Test("a property list that belongs to no directory is found")
    func stray() throws {
        let store = try DamagedStore()
        try store.write(try store.text(of: "users/wren.plist"), to: "users/copy.plist")
        #expect(try store.problems().map(\.file) == ["nodes/local/users/copy.plist"])
        #expect(try store.kinds() == [.stray])
    }

    @Test("a truncated index is found, whatever is left of it", arguments: [0, 100, 4096, 5000, 9000])
    func truncatedIndex(size: Int) throws {
        let store = try DamagedStore()
        #expect(truncate(store.file("sqlindex"), size) == 0)
        #expect(try store.kinds().contains(.index))
    }

    @Test(
        "a row that fits into no tree is found by its directory",
        arguments: [
            ("UPDATE directory SET parent = 99 WHERE id = 4", UInt32(4)),
            ("UPDATE directory SET parent = 2 WHERE id = 4", 4),
            ("UPDATE directory SET parent = 4 WHERE id = 3", 3),
            ("UPDATE directory SET parent = 3 WHERE id = 0", 0),
            ("UPDATE directory SET rank = (SELECT rank FROM directory WHERE id = 3) WHERE id = 5", 5),
            ("UPDATE directory SET properties = X'00000001' WHERE id = 5", 5),
            ("UPDATE directory SET properties = 'text' WHERE id = 5", 5),
            ("UPDATE directory SET parent = 'text' WHERE id = 5", 5),
            ("UPDATE directory SET id = 99999999 WHERE id = 2", 99_999_999),
            ("UPDATE plist SET base = '../../x' WHERE id = 3", 3),
        ])
    func wrongRow(sql: String, id: UInt32) throws {
        let store = try DamagedStore()
        try store.execute(sql)
        #expect(try store.problems().contains { $0.kind == .index && $0.id == id })
    }

    @Test("an index without a root is found")
    func noRoot() throws {
        let store = try DamagedStore()
        try store.execute("DELETE FROM directory WHERE id = 0")
        #expect(try store.problems().first?.text == "there is no root directory")
    }

    @Test("a property list that is older than the index, as after a crash, is no problem")
    func outdated() throws {
        let store = try DamagedStore()
        try store.execute("UPDATE directory SET version = version + 1, instance = 8 WHERE id = 3")
        let domain = try StoreCheck(store: store.path).run().domains[0]
        #expect(domain.isSound)
        #expect(domain.findings.map(\.kind) == [.outdated])
    }

    @Test("a property list that was written but not noted before a crash is no stray")
    func unnoted() throws {
        let store = try DamagedStore()
        try store.execute("DELETE FROM plist WHERE id = 5")
        #expect(try store.problems() == [])
    }

    @Test("a lost index is no problem while the property lists can be read")
    func lostIndex() throws {
        let store = try DamagedStore()
        try store.remove("sqlindex")
        let domain = try StoreCheck(store: store.path).run().domains[0]
        #expect(domain.isSound)
        #expect(domain.findings.map(\.kind) == [.noIndex])
        try store.write("garbage", to: "users/wren.plist")
        #expect(try store.kinds() == [.unreadable])
    }

    @Test("a copy of a store is in order although all its files are new")
    func copied() throws {
        let store = try DamagedStore()
        let copy = store.path + "-copy"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.copyItem(atPath: store.path, toPath: copy)
        let domain = try StoreCheck(store: copy).run().domains[0]
        #expect(domain.isSound)
        #expect(domain.findings.map(\.kind) == [.touched])
    }

    @Test("an index of a later version is told, and left alone by a repair")
    func laterVersion() throws {
        let store = try DamagedStore()
        try store.execute("PRAGMA user_version = 9")
        try store.write("garbage", to: "users/wren.plist")
        let before = try store.fingerprint()
        #expect(try store.kinds().contains(.newer))
        #expect(try !StoreRepair(store: store.path).run().after.isSound)
        #expect(try store.fingerprint() == before)
    }

    @Test("what is no store, and a domain that is not there, are errors with a remedy")
    func noStore() throws {
        let store = try DamagedStore()
        #expect(throws: StoreError.self) { try StoreCheck(store: store.path + "/nodes").run() }
        let error = #expect(throws: StoreError.self) { try StoreCheck(store: store.path, tag: "x").run() }
        #expect(error?.description.hasSuffix("has no domain 'x'; it has: local") == true)
    }

    @Test("a difference that goes away within two seconds is no problem while a server is at work")
    func inFlight() throws {
        let store = try DamagedStore()
        let text = try store.text(of: "users/wren.plist")
        try store.write("half a fi", to: "users/wren.plist")
        let lock = try StoreLock(folder: store.path)
        let path = store.file("users/wren.plist")
        let isWritten = DispatchSemaphore(value: 0)
        DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + 0.5) {
            try? Data(text.utf8).write(to: URL(fileURLWithPath: path))
            isWritten.signal()
        }
        let report = try StoreCheck(store: store.path).run()
        isWritten.wait()
        #expect(report.isSound)
        #expect(report.holder?.process == getpid())
        withExtendedLifetime(lock) {}
    }

    @Test("a difference that stays is told beside a server too")
    func staysBesideServer() throws {
        let store = try DamagedStore()
        try store.write("half a fi", to: "users/wren.plist")
        let lock = try StoreLock(folder: store.path)
        #expect(try store.kinds() == [.unreadable])
        withExtendedLifetime(lock) {}
    }
}
