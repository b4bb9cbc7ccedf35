import Foundation
import Glibc
import NetInfoTesting
import Testing

@Suite("Loads that do not come to their end", .serialized)
struct LoadSafetyTests {
    @Test("A server killed half-way loses nothing, and the same load again completes what was begun")
    func killedServer() throws {
        guard let bench = try LoadBench(for: "a server killed half-way") else { return }
        var numbers = SeededGenerator(seed: Seeds.of("LoadSafetyTests.killedServer", fixed: []).first ?? 0)
        var present = 0
        for _ in 0..<3 {
            let load = try bench.load()
            try bench.wait(for: present + Int.random(in: 1...LoadBench.size / 5, using: &numbers), while: load)
            bench.server.kill()
            let end = load.wait()
            #expect(end.status == 1)
            #expect(end.output.isEmpty)
            let lines = end.error.split(separator: "\n")
            #expect(lines.count == 2, "\(end.error)")
            #expect(
                lines[0].wholeMatch(of: /niload: can't update NetInfo \/users\/new[0-9]+: Communication failure/) != nil
            )
            let state = try #require(LoadBench.state(end.error), "\(end.error)")
            #expect(state.total == LoadBench.size && state.unchanged == present && state.unanswered > 0)
            try bench.restart()
            let found = try bench.newUsers()
            #expect((present + state.created...present + state.created + state.unanswered).contains(found))
            present = found
        }
        let end = try bench.load("-v").wait()
        #expect(end.status == 0)
        #expect(end.error.hasSuffix("\(LoadBench.size - present) created, 0 changed, \(present) unchanged, 0 failed\n"))
        #expect(try bench.newUsers() == LoadBench.size)
        #expect(bench.server.stop() == 0)
    }

    @Test("Ctrl-C at any moment loses nothing, says how far the load came, and the same load again goes on")
    func interruption() throws {
        guard let bench = try LoadBench(for: "interrupted loads") else { return }
        var numbers = SeededGenerator(seed: Seeds.of("LoadSafetyTests.interruption", fixed: []).first ?? 0)
        var present = 0
        var interrupted = 0
        for round in 0..<8 {
            let load = try bench.load()
            // Half of the rounds aim at the writing, the others at any moment from the start of the process on.
            if round % 2 == 0 {
                try bench.wait(for: present + Int.random(in: 1...LoadBench.size / 8, using: &numbers), while: load)
            } else {
                usleep(useconds_t.random(in: 5000...400_000, using: &numbers))
            }
            load.send([SIGINT, SIGTERM, SIGHUP].randomElement(using: &numbers) ?? SIGINT)
            let end = load.wait()
            interrupted += end.error.hasPrefix("niload: interrupted\n") ? 1 : 0
            present = try expectState(end, bench, present)
        }
        print("interrupted loads: \(interrupted) of 8 while writing, \(present) entries by then")
        #expect(interrupted >= 2)
        let end = try bench.load().wait()
        #expect(end.status == 0 && end.error.isEmpty)
        #expect(try bench.newUsers() == LoadBench.size)
    }

    /// Compares what an interrupted load says with what there is; returns how many new users there are.
    private func expectState(_ end: ToolProcess.End, _ bench: LoadBench, _ before: Int) throws -> Int {
        let found = try bench.newUsers()
        if end.status == 0 {
            #expect(found == LoadBench.size)
            return found
        }
        #expect(end.status == nil && [SIGINT, SIGTERM, SIGHUP].contains(end.signal ?? 0))
        // Before its first instruction a program cannot say anything.
        if end.error.isEmpty || end.error == "niload: interrupted; nothing was changed\n" {
            #expect(found == before)
            return found
        }
        #expect(end.error.hasPrefix("niload: interrupted\n"))
        let state = try #require(LoadBench.state(end.error), "\(end.error)")
        #expect(state.total == LoadBench.size && state.unanswered == 0)
        #expect(state.created == found - before && state.unchanged == before)
        return found
    }

    @Test("An interrupted niload -r has all new directories or all old ones, and completes the second time")
    func interruptedTree() throws {
        guard let bench = try LoadBench(for: "interrupted loads of trees") else { return }
        let domain = bench.domain
        let old =
            "{ name = t; k = old; CHILDREN = ( " + (0..<50).map { "{ name = o\($0); v = \($0); }" }.joined() + ") }"
        #expect(try ToolRun("niload -r /t -t \(domain)", input: old).status == 0)
        let children = (0..<LoadBench.size / 2).map { "{ name = n\($0); CHILDREN = ( { v = \($0); } ) }" }.joined()
        let new = "{ name = t; k = new; CHILDREN = ( \(children) ) }"
        var numbers = SeededGenerator(seed: Seeds.of("LoadSafetyTests.interruptedTree", fixed: []).first ?? 0)
        for _ in 0..<3 {
            let load = try #require(try ToolProcess("niload -r /t -t \(domain)", input: new, for: "trees"))
            usleep(useconds_t.random(in: 100_000...800_000, using: &numbers))
            load.send(SIGINT)
            let end = load.wait()
            let names = try ToolRun("nireport -t \(domain) /t name").output
            let allOld = (0..<50).allSatisfy { names.contains("o\($0)\t") }
            let allNew = (0..<LoadBench.size / 2).allSatisfy { names.contains("n\($0)\t") }
            #expect(allOld || allNew, "\(end.error)")
            if end.error.contains("is unchanged") || end.error.contains("nothing was changed") { #expect(allOld) }
            if end.status != 0, !end.error.isEmpty {
                #expect(end.signal == SIGINT && end.error.hasPrefix("niload: interrupted"), "\(end.error)")
            }
        }
        #expect(try ToolRun("niload -r /t -t \(domain)", input: new).status == 0)
        let wanted = try ToolRun("nidump -r /t -t \(domain)").output
        #expect(wanted.hasPrefix("{\n  \"name\" = ( \"t\" );\n  \"k\" = ( \"new\" );\n"))
        let lines = wanted.split(separator: "\n").filter { $0.hasPrefix("      \"name\"") }
        #expect(lines.elementsEqual((0..<LoadBench.size / 2).map { "      \"name\" = ( \"n\($0)\" );" }))
    }

    @Test("On a full disk the load ends with the reason, nothing is lost, and it completes once there is room")
    func fullDisk() throws {
        guard let disk = SmallDisk(bytes: 64 << 20 + LoadBench.size << 14),
            let bench = try LoadBench(store: disk.path + "/store", for: "a full disk")
        else { return }
        disk.fill(leaving: 3 << 20)
        let end = try bench.load().wait()
        #expect(end.status == 1)
        let lines = end.error.split(separator: "\n")
        let message = /niload: can't update NetInfo \/users\/new[0-9]+: No space available for write operation/
        #expect(lines.count == 2 && lines[0].wholeMatch(of: message) != nil, "\(end.error)")
        let state = try #require(LoadBench.state(end.error), "\(end.error)")
        #expect(state.total == LoadBench.size && state.created > 0 && state.unanswered == 0)
        #expect(try bench.newUsers() == state.created)
        disk.free()
        let again = try bench.load().wait()
        #expect(again.status == 0, "\(again.error)")
        #expect(try bench.newUsers() == LoadBench.size)
        try bench.restart()
        #expect(try bench.newUsers() == LoadBench.size)
        #expect(bench.server.stop() == 0)
    }
}
