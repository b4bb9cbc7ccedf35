import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("After a power cut the index is as it was after one of the commits")
struct PowerCutTests {
    /// The files of an index at one moment.
    private struct Files {
        var database: Data
        var journal: Data
    }

    private let folder = NetInfoTesting.TemporaryFolder("netinfo-power")
    private let copies = NetInfoTesting.TemporaryFolder("netinfo-power-copy")

    private func files() -> Files {
        Files(
            database: FileManager.default.contents(atPath: folder("sqlindex")) ?? Data(),
            journal: FileManager.default.contents(atPath: folder("sqlindex-wal")) ?? Data())
    }

    /// What a server finds that starts on these files.
    private func opened(_ files: Files) throws -> DirectorySnapshot {
        let copy = copies(UUID().uuidString)
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try files.database.write(to: URL(fileURLWithPath: copy + "/sqlindex"))
        try files.journal.write(to: URL(fileURLWithPath: copy + "/sqlindex-wal"))
        let database = try DomainDatabase(path: copy + "/sqlindex")
        defer { database.close() }
        let tree = try #require(try database.load())
        expectSound(tree)
        return tree.snapshot
    }

    private func fresh(_ tree: DirectoryTree) throws -> DomainDatabase {
        let database = try DomainDatabase(path: folder("sqlindex"))
        try database.replaceAll(with: tree)
        database.close()
        return try DomainDatabase(path: folder("sqlindex"))
    }

    @Test("wherever its journal ends", arguments: Seeds.of("PowerCutTests", fixed: [1]))
    func truncated(seed: UInt64) throws {
        var changes = RandomChanges(seed: seed)
        var tree = try changes.tree(directories: 20)
        let database = try fresh(tree)
        let base = files().database
        var history = [tree.snapshot]
        var ends = [0]
        for _ in 0..<40 {
            try database.commit(rows(of: &tree, &changes, Int.random(in: 1...5, using: &changes.numbers)))
            history.append(tree.snapshot)
            ends.append(files().journal.count)
        }
        let journal = files().journal
        database.close()
        var cuts = ends.flatMap { [$0 - 1, $0, $0 + 1] }.filter { $0 >= 0 && $0 <= journal.count }
        cuts += (0..<120).map { _ in Int.random(in: 0...journal.count, using: &changes.numbers) }
        for (number, cut) in cuts.enumerated() {
            var rest = journal.prefix(cut)
            if number % 3 == 1 { rest.append(Data(count: journal.count - cut)) }
            if number % 3 == 2 { rest.append(contentsOf: changes.numbers.bytes(atMost: 9000)) }
            // What was filled in may happen to be what was cut off.
            let intact = cut + zip(rest.dropFirst(cut), journal.dropFirst(cut)).prefix { $0 == $1 }.count
            let expected = history[ends.lastIndex { $0 <= intact } ?? 0]
            expectSame(try opened(Files(database: base, journal: rest)), expected, "cut at \(cut), seed \(seed)")
        }
    }

    @Test("while its journal starts anew again and again", arguments: Seeds.of("PowerCutTests", fixed: [2]))
    func checkpoints(seed: UInt64) throws {
        var changes = RandomChanges(seed: seed)
        var tree = try changes.tree(directories: 4)
        let database = try fresh(tree)
        var before = (files: files(), snapshot: tree.snapshot)
        for round in 0..<90 {
            try database.commit(largeRows(of: &tree, round))
            let after = (files: files(), snapshot: tree.snapshot)
            // In the middle of the commit: some of the journal is new. It is written before the database.
            for _ in 0..<2 {
                let journal = mix(before.files.journal, after.files.journal, 512, &changes.numbers)
                let found = try opened(Files(database: before.files.database, journal: journal))
                let isEither = found == before.snapshot || found == after.snapshot
                #expect(isEither, "in the middle of commit \(round), seed \(seed)")
            }
            // Within the checkpoint that may have followed: any of the database's pages are new.
            let pages = mix(before.files.database, after.files.database, 4096, &changes.numbers)
            let found = try opened(Files(database: pages, journal: after.files.journal))
            expectSame(found, after.snapshot, "in the middle of checkpoint \(round), seed \(seed)")
            before = after
        }
        database.close()
    }

    /// One file on its way to become another: blocks of the new one up to a place, of the old one after it.
    private func mix(_ old: Data, _ new: Data, _ block: Int, _ numbers: inout NetInfoTesting.SeededGenerator) -> Data {
        let place = Int.random(in: 0...(max(old.count, new.count) / block), using: &numbers) * block
        return new.prefix(place) + old.dropFirst(min(place, new.count))
    }

    private func rows(
        of tree: inout DirectoryTree, _ changes: inout RandomChanges, _ count: Int
    ) throws -> [RowChange] {
        var change = TreeChange()
        for _ in 0..<count { try changes.apply(to: &tree, &change) }
        return change.rows
    }

    private func largeRows(of tree: inout DirectoryTree, _ number: Int) throws -> [RowChange] {
        var change = TreeChange()
        let text = String(repeating: "\(number) ", count: 20_000 / "\(number) ".utf8.count)
        let id = tree.rows[number % 4].id
        let large: PropertyList = [Property("a", text), Property("b", text), Property("c", text)]
        _ = try tree.write(try tree.current(id), large, by: .superuser, &change)
        return change.rows
    }
}
