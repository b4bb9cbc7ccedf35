import Dispatch
import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("When the index cannot be written, a write fails and leaves no trace")
struct FailingDiskTests {
    private static func status(of failure: FailingDisk.Failure) -> NIStatus {
        failure == .full ? .noSpace : .systemError
    }

    /// What a process would find that starts after the present one was killed.
    private func afterCrash(_ bench: StoreBench) throws -> DirectorySnapshot {
        let copy = NetInfoTesting.TemporaryFolder("netinfo-crashed")
        for name in ["sqlindex", "sqlindex-wal"] {
            try FileManager.default.copyItem(atPath: bench.folder + "/" + name, toPath: copy(name))
        }
        let database = try DomainDatabase(path: copy("sqlindex"))
        defer { database.close() }
        return try #require(try database.load()).snapshot
    }

    @Test("says why, goes back, and goes on afterwards", arguments: FailingDisk.Failure.allCases, [0, 1, 2])
    func oneFailure(failure: FailingDisk.Failure, patience: Int) throws {
        let bench = StoreBench()
        let disk = FailingDisk(below: bench.root.path)
        try bench.create()
        let opened = try bench.open()
        try opened.create("users")
        opened.bringUpToDate()
        let before = opened.snapshot
        disk.fail(failure, after: failure == .sync ? 0 : patience)
        try opened.write(1) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            let large = PropertyList([Property("name", "wren", String(repeating: "x", count: 20_000))])
            _ = try tree.create(
                below: tree.current(1), large, where: NILimit.indexNull, by: .superuser, &change)
        }
        opened.domain.settle()
        #expect(opened.statuses[1] == Self.status(of: failure))
        expectSame(opened.snapshot, before, "in memory")
        expectSame(try afterCrash(bench), before, "after a crash")
        disk.heal()
        #expect(try opened.storage.database.load()?.snapshot == before)
        try opened.create("robin", below: 1)
        opened.domain.settle()
        #expect(opened.statuses[0] == .ok)
        let after = opened.snapshot
        expectSame(try afterCrash(bench), after, "after a crash once the disk is well")
        opened.domain.close()
        expectSame(try bench.look(), after, "after a clean stop")
    }

    @Test("wherever in the journal it would have been", arguments: [0, 1])
    func everyPlace(patience: Int) throws {
        let bench = StoreBench()
        let disk = FailingDisk(below: bench.root.path)
        try bench.create()
        let opened = try bench.open()
        opened.bringUpToDate()
        var failed = 0
        // 40 pages each: SQLite starts its journal anew after a thousand. The first of a journal takes two
        // synchronisations, any other one.
        for round in 0..<60 {
            try fill(opened, -1)
            disk.fail(.sync, after: patience)
            try fill(opened, round)
            if opened.statuses[round] == .systemError { failed += 1 }
            expectSame(try afterCrash(bench), opened.snapshot, "after a crash in round \(round)")
            disk.heal()
        }
        #expect(failed > 0)
        opened.domain.close()
    }

    private func fill(_ opened: OpenDomain, _ number: Int) throws {
        try opened.write(number) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            let value = String(repeating: "\(number),", count: 160_000 / "\(number),".utf8.count / 3)
            let large = PropertyList([Property("a", value), Property("b", value), Property("c", value)])
            _ = try tree.write(tree.current(0), large, by: .superuser, &change)
        }
        opened.domain.settle()
    }

    @Test("with writers queued behind it, time and again", arguments: Seeds.of("FailingDiskTests", fixed: [1]))
    func manyFailures(seed: UInt64) throws {
        let bench = StoreBench()
        let disk = FailingDisk(below: bench.root.path)
        try bench.create()
        let opened = try bench.open()
        try opened.create("users")
        opened.bringUpToDate()
        var numbers = NetInfoTesting.SeededGenerator(seed: seed)
        var number = 1
        for round in 0..<60 {
            let failure = FailingDisk.Failure.allCases.randomElement(using: &numbers) ?? .full
            disk.fail(
                failure, after: Int.random(in: 0...9, using: &numbers), times: Int.random(in: 1...6, using: &numbers))
            writers(opened, number, each: 6)
            number += 24
            if round % 10 == 9 { opened.bringUpToDate() }
            disk.heal()
            expectAcknowledged(opened)
            expectSame(try afterCrash(bench), opened.snapshot, "after a crash in round \(round) of seed \(seed)")
        }
        #expect(disk.failures > 30)
        expectSound(try opened.domain.withTree { tree in tree })
        let expected = opened.snapshot
        opened.domain.close()
        expectSame(try bench.look(), expected, "after a clean stop")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    /// Four writers that do not wait for one another.
    private func writers(_ opened: OpenDomain, _ first: Int, each count: Int) {
        DispatchQueue.concurrentPerform(iterations: 4) { writer in
            for step in 0..<count {
                let number = first + writer * count + step
                try? opened.write(number) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                    _ = try tree.create(
                        below: tree.current(1), [Property("name", "w\(number)")], where: NILimit.indexNull,
                        by: .superuser, &change)
                }
                opened.domain.flush()
            }
        }
        opened.domain.settle()
    }

    /// Expects the directories of exactly those writes that were acknowledged.
    private func expectAcknowledged(_ opened: OpenDomain) {
        let acknowledged = opened.statuses.filter { $0.key > 0 && $0.value == .ok }.map { "w\($0.key)" }
        let present = opened.snapshot.records.filter { $0.parent == 1 && $0.id != 1 }
            .compactMap { $0.properties.firstValue(of: "name").map { String(decoding: $0, as: UTF8.self) } }
        #expect(Set(acknowledged) == Set(present))
        #expect(opened.domain.pendingWrites == 0)
    }
}
