import Foundation
import NetInfoStore
import Testing

@Suite("Import of recorded databases")
struct ImportRecordedDatabaseTests {
    @Test("every recorded database reads to exactly what is recorded of it", arguments: SharedDatabases.names)
    func readsToItsJSON(name: String) throws {
        guard let folder = SharedDatabases.folder(for: "Import of \(name)") else { return }
        let database = try NidbReader(folder: folder.appending(path: "\(name).nidb").path).read()
        let expected = try Data(contentsOf: folder.appending(path: "\(name).json"))
        let wanted = try #require(JSONSerialization.jsonObject(with: expected) as? NSDictionary)
        let got = try #require(JSONSerialization.jsonObject(with: Data(database.json())) as? NSDictionary)
        for key in Set(wanted.allKeys.compactMap { $0 as? String } + got.allKeys.compactMap { $0 as? String }) {
            let equal = (wanted[key] as? NSObject) == (got[key] as? NSObject)
            #expect(equal, "member \(key) of \(name) differs")
        }
        let identical = Data(database.json()) == expected
        #expect(identical, "the JSON text of \(name) differs")
        #expect(TreeInvariants.violation(in: database) == nil)
    }

    @Test("salvaging an undamaged database changes nothing", arguments: SharedDatabases.names)
    func salvageOfUndamaged(name: String) throws {
        guard let folder = SharedDatabases.folder(for: "Import of \(name)") else { return }
        let path = folder.appending(path: "\(name).nidb").path
        let strict = try NidbReader(folder: path).read()
        let salvaged = try NidbReader(folder: path, salvage: true).read()
        #expect(strict.json() == salvaged.json())
        #expect(strict.remarks == salvaged.remarks)
    }

    @Test("reading leaves the folder as it was, bytes and times", arguments: SharedDatabases.names)
    func leavesFolderAlone(name: String) throws {
        guard let folder = SharedDatabases.folder(for: "Import of \(name)") else { return }
        let sandbox = try DatabaseSandbox(copyOf: folder.appending(path: "\(name).nidb"))
        let before = try sandbox.fingerprint()
        _ = try sandbox.imported()
        _ = try sandbox.imported(salvage: true)
        let same = try sandbox.fingerprint() == before
        #expect(same)
    }

    @Test("progress rises to the total")
    func progressRises() throws {
        guard let folder = SharedDatabases.folder(for: "Import progress") else { return }
        var calls: [(done: Int, total: Int)] = []
        let path = folder.appending(path: "apple272-big.nidb").path
        _ = try NidbReader(folder: path, progress: { calls.append(($0, $1)) }).read()
        #expect(calls.count > 10 && calls.count < 300)
        #expect(zip(calls, calls.dropFirst()).allSatisfy { $0.done <= $1.done && $0.total == $1.total })
        #expect(calls.last?.done == calls.last?.total)
    }

    @Test("what is normal on a disk is told as a note, not as a problem")
    func normalIsNoted() throws {
        guard let folder = SharedDatabases.folder(for: "Import remarks") else { return }
        let database = try NidbReader(folder: folder.appending(path: "next-layer-crash.nidb").path).read()
        #expect(database.remarks.allSatisfy { $0.kind == .note })
        #expect(database.remarks.contains { $0.description.hasPrefix("temporary_3: ignored") })
        #expect(database.remarks.contains { $0.file == "transaction_8" && $0.id == 8 })
    }
}
