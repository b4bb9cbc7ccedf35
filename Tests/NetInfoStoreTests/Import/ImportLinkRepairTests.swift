import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Import repairs links that disagree")
struct ImportLinkRepairTests {
    private func repaired(_ records: [DirectoryRecord]) throws -> ImportedDatabase {
        let sandbox = try DatabaseSandbox()
        try DSStoreFixture(records).write(to: sandbox)
        let database = try sandbox.imported()
        #expect(TreeInvariants.violation(in: database) == nil)
        #expect(database.records.map(\.instance) == database.records.map { _ in 1 })
        return database
    }

    @Test("the child's own parent word wins over a list")
    func childWins() throws {
        let database = try repaired([DirectoryRecord(0, [1, 2]), DirectoryRecord(1), DirectoryRecord(2, in: 1)])
        #expect(database.records.map(\.children) == [[1], [2], []])
        #expect(database.remarks.map(\.kind) == [.repair, .repair])
    }

    @Test("a listed child whose parent does not exist joins the one that lists it")
    func missingParentListed() throws {
        let database = try repaired([DirectoryRecord(0, [1]), DirectoryRecord(1, [2]), DirectoryRecord(2, in: 9)])
        #expect(database.records[2].parent == 1)
    }

    @Test("a directory whose parent does not exist and that nobody lists goes under the root")
    func missingParent() throws {
        let database = try repaired([DirectoryRecord(0, [1]), DirectoryRecord(1), DirectoryRecord(2, in: 9)])
        #expect(database.records[2].parent == 0)
        #expect(database.records[0].children == [1, 2])
    }

    @Test("a listed id that does not exist, is the root, or comes twice is dropped")
    func wrongEntries() throws {
        let database = try repaired([DirectoryRecord(0, [1, 5, 0, 1]), DirectoryRecord(1, [0, 1])])
        #expect(database.records.map(\.children) == [[1], []])
        #expect(database.remarks.count == 5)
    }

    @Test("a directory that its parent does not list is appended")
    func unlisted() throws {
        let database = try repaired([DirectoryRecord(0, [2]), DirectoryRecord(1), DirectoryRecord(2)])
        #expect(database.records[0].children == [2, 1])
        #expect(database.remarks.map(\.id) == [1])
    }

    @Test("cycles of any length are cut at their lowest id, which goes under the root")
    func cycles() throws {
        let database = try repaired([
            DirectoryRecord(0, []), DirectoryRecord(1, in: 1, [1]), DirectoryRecord(2, in: 4, [3]),
            DirectoryRecord(3, in: 2, [4]), DirectoryRecord(4, in: 3, [2]), DirectoryRecord(5, in: 4),
        ])
        #expect(database.records.map(\.parent) == [0, 0, 0, 2, 3, 4])
        #expect(database.records[0].children == [1, 2])
    }

    @Test("a chain of a hundred thousand directories needs no deep stack")
    func deepChain() throws {
        let count: UInt32 = 100_000
        let records = (0..<count).map { id in
            DirectoryRecord(id, in: id == 0 ? 0 : id - 1, id + 1 < count ? [id + 1] : [])
        }
        #expect(try repaired(records).records.count == Int(count))
    }

    @Test("blank records that nobody lists are leftovers, listed ones are not")
    func leftovers() throws {
        let blank = DirectoryRecord(id: 3, instance: 1, parent: 0, children: [], properties: [])
        var listed = blank
        listed.id = 2
        let database = try repaired([DirectoryRecord(0, [1, 2]), DirectoryRecord(1), listed, blank])
        #expect(database.leftoverIDs == [3])
        #expect(database.records.map(\.id) == [0, 1, 2])
        #expect(database.remarks.map(\.kind) == [.note])
    }
}
