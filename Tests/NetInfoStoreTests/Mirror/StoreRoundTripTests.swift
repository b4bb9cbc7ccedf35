import NetInfoDirectory
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("A domain comes back from its folder as it was")
struct StoreRoundTripTests {
    static let seeds = Seeds.of("StoreRoundTripTests", fixed: [1, 2])

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
        for round in 0..<3 {
            let expected = try bench.look { opened in try opened.change(&changes, times: 120) }
            try bench.removeIndex()
            expectSame(try bench.look(), expected, "from property lists, round \(round)")
            try bench.removeIndex()
            let files = bench.files()
            expectSame(try bench.look(), expected, "from property lists once more, round \(round)")
            let isSame = files == bench.files()
            #expect(isSame, "files that have their proper names stay as they are, round \(round)")
        }
    }

    @Test("with the property lists written in between", arguments: seeds)
    func slowChanges(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        try bench.create(try changes.tree(directories: 30))
        var expected = DirectorySnapshot(records: [])
        for _ in 0..<15 {
            expected = try bench.look { opened in try opened.change(&changes, times: 10) }
        }
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("with more outdated property lists than one batch takes", arguments: seeds.suffix(2))
    func severalBatches(seed: UInt64) throws {
        let bench = StoreBench()
        var changes = RandomChanges(seed: seed)
        try bench.create(try changes.tree(directories: 700))
        for _ in 0..<2 {
            let expected = try bench.look { opened in try opened.change(&changes, times: 1500) }
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
