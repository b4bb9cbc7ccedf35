import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Import of generation 1 databases")
struct ImportCollectionTests {
    private let small = [DirectoryRecord(0, [1, 2]), DirectoryRecord(1), DirectoryRecord(2)]

    private func read(_ sandbox: DatabaseSandbox, salvage: Bool = false) throws -> ImportedDatabase {
        let database = try sandbox.imported(salvage: salvage)
        #expect(TreeInvariants.violation(in: database) == nil)
        return database
    }

    @Test("a collection renamed by a disk that ignores case is read by its blocks")
    func caseLie() throws {
        let many = [DirectoryRecord(0, Array(1...9))] + (1...9).map { DirectoryRecord($0) }
        for (name, size) in [("Collection", 256), ("collection", 512)] {
            let sandbox = try DatabaseSandbox()
            try sandbox.write(name, CollectionFixture(blockSize: size, many).bytes)
            let database = try read(sandbox)
            #expect(database.format == "collection-\(size)")
            #expect(database.records == many)
        }
    }

    @Test("a short last block is a whole record")
    func shortLastBlock() throws {
        let sandbox = try DatabaseSandbox()
        var fixture = CollectionFixture(blockSize: 512, small)
        fixture.blocks[2] = CollectionFixture.encode(small[2])
        try sandbox.write("Collection", fixture.bytes)
        #expect(try read(sandbox).records == small)
    }

    @Test("an extension wins over its block")
    func extensionWins() throws {
        let sandbox = try DatabaseSandbox()
        let large = DirectoryRecord(2, instance: 9, name: String(repeating: "x", count: 700))
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, small).bytes)
        try sandbox.write("extension_2", CollectionFixture.encode(large))
        #expect(try read(sandbox).records[2] == large)
    }

    @Test("a pending Transaction replaces a torn block and counts as replayed")
    func pendingTransaction() throws {
        let sandbox = try DatabaseSandbox()
        var fixture = CollectionFixture(blockSize: 512, small)
        fixture.blocks[2] = [UInt8](repeating: 0xAA, count: 512)
        try sandbox.write("Collection", fixture.bytes)
        let record = CollectionFixture.encode(DirectoryRecord(2, instance: 5))
        let journal = CollectionFixture.transaction(code: 77, id: 2, record) + [1, 2, 3, 4, 5]
        try sandbox.write("Transaction", journal)
        let database = try read(sandbox)
        #expect(database.records[2].instance == 5)
        #expect(database.replayed == ["Transaction"])
    }

    @Test("a Transaction that is done or was cut off is ignored")
    func idleTransactions() throws {
        let record = CollectionFixture.encode(DirectoryRecord(2, instance: 5))
        let whole = CollectionFixture.transaction(code: 77, id: 2, record)
        let done = CollectionFixture.transaction(code: 0, id: 2, record)
        let disagreeing = CollectionFixture.transaction(code: 77, id: 2, record, second: 78)
        for journal in [
            [], done, disagreeing, Array(whole.dropLast(3)), Array(whole.prefix(9)), Array(whole.prefix(2)),
        ] {
            let sandbox = try DatabaseSandbox()
            try sandbox.write("Collection", CollectionFixture(blockSize: 512, small).bytes)
            try sandbox.write("Transaction", journal)
            let database = try read(sandbox)
            #expect(database.records == small)
            #expect(database.replayed == [])
        }
    }

    @Test("a pending free mark removes the directory")
    func pendingDelete() throws {
        let sandbox = try DatabaseSandbox()
        let records = [DirectoryRecord(0, [1]), DirectoryRecord(1), DirectoryRecord(2)]
        try sandbox.write("collection", CollectionFixture(blockSize: 256, records).bytes)
        try sandbox.write("transaction_2", CollectionFixture.freeBlock())
        let database = try read(sandbox)
        #expect(database.records.map(\.id) == [0, 1])
        #expect(database.storage.freeIDs == [2])
        #expect(database.replayed == ["transaction_2"])
    }

    @Test("journals of the other block size are ignored")
    func foreignJournals() throws {
        let sandbox = try DatabaseSandbox()
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, small).bytes)
        try sandbox.write("transaction_2", CollectionFixture.freeBlock())
        let database = try read(sandbox)
        #expect(database.records == small)
        #expect(database.remarks.map(\.file) == ["transaction_2"])
    }

    @Test("a last block that was only made room for counts as free")
    func unfinishedGrowth() throws {
        let sandbox = try DatabaseSandbox()
        var fixture = CollectionFixture(blockSize: 512, small)
        fixture.blocks.append([UInt8](repeating: 0, count: 511) + [0xFF])
        try sandbox.write("Collection", fixture.bytes)
        let database = try read(sandbox)
        #expect(database.records == small)
        #expect(database.remarks.map(\.kind) == [.note])
    }

    @Test("a directory that no list leads to is dropped, and kept when salvaging")
    func unreached() throws {
        let sandbox = try DatabaseSandbox()
        let records = [DirectoryRecord(0, [1]), DirectoryRecord(1), DirectoryRecord(2, in: 1)]
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, records).bytes)
        let strict = try read(sandbox)
        #expect(strict.records.map(\.id) == [0, 1])
        #expect(strict.remarks.map(\.kind) == [.repair])
        #expect(try read(sandbox, salvage: true).records[1].children == [2])
    }

    @Test("a torn block is one error that names file, id and offset, or is dropped when salvaging")
    func tornBlock() throws {
        let sandbox = try DatabaseSandbox()
        let records = [
            DirectoryRecord(0, [1, 2]), DirectoryRecord(1, [3]), DirectoryRecord(2), DirectoryRecord(3, in: 1),
        ]
        var fixture = CollectionFixture(blockSize: 512, records)
        fixture.blocks[1][11] = 0xEE
        try sandbox.write("Collection", fixture.bytes)
        let error = try #require(throws: ImportError.self) { try read(sandbox) }
        #expect(error.place.hasSuffix("local.nidb/Collection"))
        #expect(error.problem.contains("directory 1") && error.problem.contains("offset 512"))
        #expect(error.description.contains("--salvage"))
        let salvaged = try read(sandbox, salvage: true)
        #expect(salvaged.records.map(\.id) == [0, 2, 3])
        #expect(salvaged.records[2].parent == 0)
        #expect(salvaged.remarks.contains { $0.kind == .damage && $0.id == 1 })
    }

    @Test("a collection cut off between two blocks is an error, because a listed child lies beyond its end")
    func cutOff() throws {
        let sandbox = try DatabaseSandbox()
        try sandbox.write("Collection", Array(CollectionFixture(blockSize: 512, small).bytes.prefix(1024)))
        let error = try #require(throws: ImportError.self) { try read(sandbox) }
        #expect(error.problem.contains("cut off"))
        #expect(try read(sandbox, salvage: true).records.map(\.id) == [0, 1])
    }

    @Test("salvaging falls back from a damaged extension to the older block")
    func damagedExtension() throws {
        let sandbox = try DatabaseSandbox()
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, small).bytes)
        try sandbox.write("extension_2", Word.big(2) + Word.big(8) + Word.big(900))
        #expect(throws: ImportError.self) { try read(sandbox) }
        #expect(try read(sandbox, salvage: true).records == small)
    }

    @Test("an id beyond all bounds is an error, and ignored when salvaging")
    func hugeID() throws {
        let sandbox = try DatabaseSandbox()
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, small).bytes)
        try sandbox.write("extension_4000000000", CollectionFixture.encode(DirectoryRecord(4_000_000_000)))
        #expect(throws: ImportError.self) { try read(sandbox) }
        #expect(try read(sandbox, salvage: true).records == small)
    }

    @Test("an empty collection holds nothing, also when salvaging", arguments: [false, true])
    func emptyCollection(salvage: Bool) throws {
        let sandbox = try DatabaseSandbox()
        try sandbox.write("Collection", [])
        let error = try #require(throws: ImportError.self) { try read(sandbox, salvage: salvage) }
        #expect(error.problem.contains("no directory"))
    }
}
