import Foundation
import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Adding a domain to a store")
struct DomainInstallerTests {
    @Test("tags that cannot name a folder are refused", arguments: ["", ".", "..", ".x", "a/b", "a\nb"])
    func badTags(tag: String) throws {
        #expect(throws: StoreError.self) { try DomainInstaller(store: "/nonexistent").requireFree(tag) }
    }

    @Test("a tag that is taken is refused and the domain stays as it is")
    func takenTag() throws {
        let store = try DamagedStore()
        let before = try store.fingerprint()
        let installer = DomainInstaller(store: store.path)
        #expect(throws: StoreError.self) { try installer.requireFree("local") }
        #expect(throws: StoreError.self) { try installer.install(DirectoryTree(), as: "local") }
        #expect(try store.fingerprint() == before)
    }

    @Test("a process that is no server and holds the store is named")
    func heldByOther() throws {
        let store = try DamagedStore()
        let lock = try StoreLock(folder: store.path)
        let error = #expect(throws: StoreError.self) { try DomainInstaller(store: store.path).custody() }
        #expect(error?.description.contains("process \(getpid())") == true)
        withExtendedLifetime(lock) {}
    }

    @Test("the lock file tells the process and the port it serves on, and nobody once it is free")
    func holder() throws {
        let store = try DamagedStore()
        var lock: StoreLock? = try StoreLock(folder: store.path)
        #expect(try StoreLock.holder(of: store.path) == StoreHolder(process: getpid()))
        lock?.record(port: 766)
        #expect(try StoreLock.holder(of: store.path) == StoreHolder(process: getpid(), port: 766))
        lock = nil
        #expect(try StoreLock.holder(of: store.path) == nil)
    }

    @Test("directories below one another to any depth are kept, those too deep for a file by the index")
    func depth() throws {
        let store = try DamagedStore()
        let name = String(repeating: "n", count: 100)
        let depth: UInt32 = 60
        let records = (0...depth).map { id in
            DirectoryRecord(
                id: id, instance: id, parent: id == 0 ? 0 : id - 1, children: id == depth ? [] : [id + 1],
                properties: id == 0 ? [] : [.init("name", name)])
        }
        let tree = try DirectoryTree(DirectorySnapshot(records: records))
        let tooDeep = try DomainInstaller(store: store.path).install(tree, as: "deep")
        #expect(tooDeep > 0)
        let folder = try DomainFolder(path: store.path + "/nodes/deep", logger: Logger(label: "test"))
        #expect(try folder.load().snapshot.records == records)
        let report = try StoreCheck(store: store.path, tag: "deep").run()
        #expect(report.isSound)
        #expect(report.domains[0].findings.map(\.kind) == [.tooDeep])
    }
}
