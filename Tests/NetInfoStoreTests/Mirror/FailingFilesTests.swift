import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("While property lists cannot be written, the domain goes on")
struct FailingFilesTests {
    private func opened(_ bench: StoreBench, _ files: FailingFiles, _ changes: inout RandomChanges) throws -> OpenDomain
    {
        try bench.create(try changes.tree(directories: 60))
        return try bench.open(files: files)
    }

    @Test(
        "and they catch up when the failure ends",
        arguments: FailingFiles.Operation.allCases, [NIStatus.noSpace, .systemError])
    func catchingUp(operation: FailingFiles.Operation, status: NIStatus) throws {
        let bench = StoreBench()
        let files = FailingFiles()
        var changes = RandomChanges(seed: 5)
        let opened = try opened(bench, files, &changes)
        opened.bringUpToDate()
        files.fail([operation], with: status)
        for _ in 0..<3 {
            try opened.change(&changes, times: 60)
            opened.bringUpToDate()
        }
        #expect(operation == .read || files.failures > 0)
        #expect(opened.statuses.values.allSatisfy { $0 == .ok }, "a write does not wait for property lists")
        files.heal()
        let expected = opened.snapshot
        opened.domain.close()
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test(
        "with failures at random moments, nothing is lost", arguments: Seeds.of("FailingFilesTests", fixed: [1, 2, 3]))
    func randomFailures(seed: UInt64) throws {
        let bench = StoreBench()
        let files = FailingFiles()
        var changes = RandomChanges(seed: seed)
        let opened = try opened(bench, files, &changes)
        for round in 0..<12 {
            files.fail(
                Set(FailingFiles.Operation.allCases), with: round % 2 == 0 ? .noSpace : .systemError,
                oneIn: [1, 3, 20, 60][round % 4], seed: seed &+ UInt64(round))
            try opened.change(&changes, times: 30)
            opened.bringUpToDate()
        }
        files.heal()
        let expected = opened.snapshot
        opened.domain.close()
        expectSame(try bench.look(), expected, "as it is")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("and a stop in the middle of the failure loses nothing", arguments: [1, 2, 3] as [UInt64])
    func stopping(seed: UInt64) throws {
        let bench = StoreBench()
        let files = FailingFiles()
        var changes = RandomChanges(seed: seed)
        let opened = try opened(bench, files, &changes)
        files.fail([.replace, .rename], oneIn: 4, seed: seed)
        try opened.change(&changes, times: 100)
        let expected = opened.snapshot
        opened.domain.close()
        expectSame(try bench.look(), expected, "as it is")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists")
    }

    @Test("and they catch up by themselves")
    func retrying() async throws {
        let bench = StoreBench()
        let files = FailingFiles()
        try bench.create()
        let opened = try bench.open(files: files, hurried: true)
        defer { opened.domain.close() }
        files.fail([.replace], with: .noSpace)
        try opened.create("users")
        opened.domain.settle()
        try await Task.sleep(for: .milliseconds(60))
        #expect(bench.files()["users/_directory.plist"] == nil)
        files.heal()
        #expect(await eventually { bench.files()["users/_directory.plist"] != nil })
    }
}
