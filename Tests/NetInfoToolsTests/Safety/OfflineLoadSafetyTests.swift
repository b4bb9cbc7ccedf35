import Glibc
import NetInfoTesting
import NetInfoTools
import Synchronization
import Testing

@Suite("Loads into a folder that do not come to their end")
struct OfflineLoadSafetyTests {
    private static let old = (0..<5).map { "old\($0):*:\($0):\n" }.joined()

    /// A store with some groups.
    private func store() throws -> OfflineStore {
        let store = try OfflineStore()
        #expect(try store.run("niload --database FOLDER group", Self.old).status == 0)
        return store
    }

    /// Somebody who presses Ctrl-C when a load is about to make its write after so many others.
    private func interruption(after writes: Int) -> StopRequest {
        let left = Counter(writes)
        return StopRequest(signal: {
            left.value.withLock {
                $0 -= 1; return $0 < 0 ? SIGINT : nil
            }
        })
    }

    private final class Counter: Sendable {
        let value: Mutex<Int>
        init(_ value: Int) { self.value = Mutex(value) }
    }

    @Test(
        "A signal between two writes, or before they are made durable, leaves everything as it was, which is said",
        arguments: [
            ("group", "a:*:1:\nb:*:2:\nold1:*:7:\n"), ("-d group", "a:*:1:\n"),
            ("-r /groups", "{ name = groups; k = v; CHILDREN = ( { name = a; }, { name = b; } ) }"),
            ("netgroup", "g (,,d) (x,y,)\nh g\n"),
        ])
    func everyMoment(_ options: String, _ input: String) throws {
        let store = try store()
        let before = try store.run("nidump --database FOLDER -r /").output
        var moments = 0
        while moments < 100 {
            let run = try store.run("niload --database FOLDER \(options)", input) { interruption(after: moments) }
            if run.status == 0 { break }
            #expect(run.status == 130)
            #expect(run.error == "niload: interrupted\nniload: \(store.folder) stays as it was\n")
            #expect(try store.run("nidump --database FOLDER -r /").output == before)
            moments += 1
        }
        #expect((3..<100).contains(moments))
        #expect(try store.run("nidump --database FOLDER -r /").output != before)
        #expect(try store.check().status == 0)
    }

    @Test("In JSON the message is one object, and -v counts nothing that did not stay")
    func messages() throws {
        let store = try store()
        let tree = try store.run("nidump --json --database FOLDER -r /groups").output
        let json = try store.run("niload --json --database FOLDER /copy", tree) { interruption(after: 0) }
        #expect(json.error.contains("interrupted: \(store.folder) stays as it was"))
        #expect(json.error.split(separator: "\n").count == 1)
        let told = try store.run("niload -v --database FOLDER group", "a:*:1:\nb:*:2:\n") { interruption(after: 1) }
        #expect(told.error.hasSuffix("\nniload: interrupted\nniload: \(store.folder) stays as it was\n"))
        #expect(!told.error.contains(" created"))
    }

    @Test("A signal to the process at any moment does the same, and the process ends by it")
    func signals() throws {
        let store = try store()
        let before = try store.run("nidump --database FOLDER group").output
        let new = (0..<3000).map { "g\($0):*:\($0):\n" }.joined()
        var numbers = SeededGenerator(seed: Seeds.of("OfflineLoadSafetyTests.signals", fixed: []).first ?? 0)
        var interrupted = 0
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGINT, SIGTERM, SIGHUP] {
            let line = "niload -d --database \(store.folder) group"
            guard let load = try ToolProcess(line, input: new, for: "OfflineLoadSafetyTests") else { return }
            usleep(useconds_t.random(in: 5000...300_000, using: &numbers))
            load.send(signal)
            let end = load.wait()
            let found = try store.run("nidump --database FOLDER group").output
            #expect(found == (end.status == 0 ? new : before), "\(end.error)")
            if end.status == nil {
                #expect(end.signal == signal)
                let messages = [
                    "", "niload: interrupted; nothing was changed\n",
                    "niload: interrupted\nniload: \(store.folder) stays as it was\n",
                ]
                #expect(messages.contains(end.error), "\(end.error)")
                interrupted += 1
            }
            #expect(try store.run("niload -d --database FOLDER group", Self.old).status == 0)
        }
        print("interrupted loads into a folder: \(interrupted) of 6")
        #expect(try store.check().status == 0)
    }
}
