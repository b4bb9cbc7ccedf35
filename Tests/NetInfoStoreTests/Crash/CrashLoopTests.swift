import Dispatch
import Foundation
import Glibc
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("A server that is killed at any moment", .serialized)
struct CrashLoopTests {
    private let bench = StoreBench(domain: "network")
    private static let writers = 4

    /// A domain with a directory for each writer, in which everyone may write.
    private func createDomain() throws {
        var tree = DirectoryTree()
        var change = TreeChange()
        let open = Property("_writers", "*")
        _ = try tree.write(
            try tree.current(0), [Property("master", "localhost/network"), open], by: .superuser, &change)
        for writer in 1...Self.writers {
            let properties: PropertyList = [Property("name", "writer\(writer)"), open]
            _ = try tree.create(
                below: try tree.current(0), properties, where: NILimit.indexNull, by: .superuser, &change)
        }
        try bench.create(tree)
    }

    @Test("has lost nothing that it acknowledged")
    func loop() throws {
        guard let executable = KilledServer.executable("netinfod", for: "the crash loop") else { return }
        try createDomain()
        var numbers = NetInfoTesting.SeededGenerator(seed: Seeds.of("CrashLoopTests", fixed: []).first ?? 0)
        var acknowledged = 0
        for round in 1...60 {
            acknowledged += try crash(executable, round, &numbers)
            // Most starts follow a crash at once; some, a look at what is on the disk.
            if round % 5 == 0 { try expectConvergence(round) }
            if round % 10 == 0 { try expectOrder(round) }
        }
        print("the crash loop: \(acknowledged) writes acknowledged")
        #expect(acknowledged > 500)
    }

    /// Lets writers write, kills the server, and compares. Returns how many writes were acknowledged.
    private func crash(_ executable: String, _ round: Int, _ numbers: inout NetInfoTesting.SeededGenerator) throws
        -> Int
    {
        let before = try stored()
        let server = try KilledServer(executable, store: bench.root.path, files: bench.root)
        let count = round % 3 == 0 ? 1 : Self.writers
        let writers = (1...count).map { writer in
            RunningWriter(
                CrashWriter(
                    below: UInt32(writer), in: before, first: (round * 10 + writer) * 100_000, seed: numbers.next()))
        }
        let group = DispatchGroup()
        for writer in writers {
            Thread.detachNewThread(entering: group) { [port = server.port] in writer.run(port: port) }
        }
        // Property lists follow half a second after a change; some kills come while they are being written.
        let milliseconds = round % 4 == 0 ? 480...650 : 5...180
        usleep(UInt32(Int.random(in: milliseconds, using: &numbers)) * 1000)
        server.kill()
        group.wait()
        let after = try stored()
        expectSound(after)
        let ended = writers.map(\.writer)
        for writer in ended {
            #expect(writer.complaint == nil, "round \(round)")
            #expect(writer.difference(from: after) == nil, "round \(round): \(server.errors)")
        }
        return ended.reduce(0) { $0 + $1.acknowledged }
    }

    /// The tree that is in the index.
    private func stored() throws -> DirectoryTree {
        let database = try DomainDatabase(path: bench.folder + "/sqlindex")
        defer { database.close() }
        return try #require(try database.load())
    }

    /// After a start and a clean stop, the property lists alone say what the index says.
    private func expectConvergence(_ round: Int) throws {
        let expected = try stored().snapshot
        expectSame(try bench.look(), expected, "after the start that follows crash \(round)")
        try bench.removeIndex()
        expectSame(try bench.look(), expected, "from property lists after crash \(round)")
    }

    /// `netinfo check` finds nothing.
    private func expectOrder(_ round: Int) throws {
        guard let executable = KilledServer.executable("netinfo", for: "checking a store after crashes") else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["check", "--store", bench.root.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "after crash \(round): \(text)")
    }

    @Test("leaves its store to the next, and only then")
    func twoProcesses() throws {
        guard let executable = KilledServer.executable("netinfod", for: "two servers on one store") else { return }
        try createDomain()
        let first = try KilledServer(executable, store: bench.root.path, files: bench.root)
        let refusal = #expect(throws: StoreError.self) { try Store(path: bench.root.path, logger: bench.logger) }
        #expect(refusal?.description.contains("process \(first.processID)") == true)
        let second = try KilledServer(executable, store: bench.root.path, files: bench.root)
        #expect(second.wait() == 1)
        #expect(second.errors.contains("process \(first.processID)"))
        first.kill()
        #expect(throws: Never.self) { try Store(path: bench.root.path, logger: bench.logger) }
    }
}

extension Thread {
    /// Runs `body` on a thread of its own, as part of a group.
    fileprivate static func detachNewThread(entering group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        detachNewThread {
            body()
            group.leave()
        }
    }
}
