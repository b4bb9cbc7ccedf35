import NetInfoDirectory
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("A domain comes back from its folder as it was")
struct StoreRoundTripTests {
    static let seeds = Seeds.of("StoreRoundTripTests", fixed: [1, 2, 3, 4])

    private func filled(_ bench: StoreBench, _ changes: inout RandomChanges) throws -> DirectorySnapshot {
        try bench.create(try changes.tree(directories: 40))
        return try bench.look { opened in try opened.change(&changes, times: 250) }
    }

    @Test("from both, from property lists alone and from the index alone", arguments: seeds)
    func everyWay(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        let expected = try filled(bench, &changes)
        expectSame(try bench.look(), expected, "as it is")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
        try bench.removePropertyLists()
        expectSame(try bench.look(), expected, "from the index")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists written anew")
    }

    @Test("after more changes, and rebuilt again and again", arguments: seeds)
    func laterChanges(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        _ = try filled(bench, &changes)
        for round in 0..<4 {
            let expected = try bench.look { opened in try opened.change(&changes, times: 120) }
            try bench.removeIndex()
            let files = bench.files()
            expectSame(try bench.look(), expected, "from property lists, round \(round)")
            #expect(Set(files.keys) == Set(bench.files().keys), "a rebuilt index leaves the files alone")
        }
    }

    @Test("with the property lists written in between", arguments: seeds)
    func slowChanges(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        try bench.create(try changes.tree(directories: 30))
        var expected = DirectorySnapshot(records: [])
        for _ in 0..<25 {
            expected = try bench.look { opened in try opened.change(&changes, times: 10) }
        }
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("with more outdated property lists than one batch takes", arguments: seeds)
    func severalBatches(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        try bench.create(try changes.tree(directories: 900))
        for _ in 0..<3 {
            let expected = try bench.look { opened in try opened.change(&changes, times: 2500) }
            try bench.removeIndex()
            expectSame(try bench.look(), expected, "from property lists")
        }
    }

    @Test("and every tree on the way is sound", arguments: seeds)
    func invariants(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        try bench.create(try changes.tree(directories: 40))
        let opened = try bench.open()
        defer { opened.domain.close() }
        for _ in 0..<10 {
            try opened.change(&changes, times: 30)
            expectSound(try opened.domain.withTree { tree in tree })
            let stored = try #require(try opened.storage.database.load())
            expectSame(stored.snapshot, opened.snapshot, "the database")
        }
    }
}
