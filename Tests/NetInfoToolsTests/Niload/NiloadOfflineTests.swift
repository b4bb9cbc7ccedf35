import Foundation
import Glibc
import NetInfoTesting
import Testing

@Suite("niload --database")
struct NiloadOfflineTests {
    private static let group = "staff:*:20:alice\nwheel:*:0:root\n"

    @Test("loads flat files, directories, JSON and netgroups, and index and property lists agree")
    func formats() throws {
        let store = try OfflineStore()
        #expect(try store.run("niload --database FOLDER group", Self.group).status == 0)
        #expect(try store.run("nidump --database FOLDER group").output == Self.group)
        let again = try store.run("niload -v --database FOLDER group", Self.group)
        #expect(again.error.hasSuffix("0 created, 0 changed, 2 unchanged, 0 failed\n"))
        #expect(try store.run("niload -d --database FOLDER group", "wheel:*:0:root,alice\n").status == 0)
        #expect(try store.run("nidump --database FOLDER group").output == "wheel:*:0:root,alice\n")
        let raw = "{\n  \"name\" = ( \"t\" );\n  CHILDREN = (\n    {\n      \"name\" = ( \"c\" );\n    }\n  )\n}\n"
        #expect(try store.run("niload --database FOLDER -r /a/t", raw).status == 0)
        #expect(try store.run("nidump --database FOLDER -r /a/t").output == raw)
        let json = try store.run("nidump --json --database FOLDER -r /a/t").output
        #expect(try store.run("niload --database FOLDER --json /a/u", json).status == 0)
        #expect(try store.run("nidump --database FOLDER -r 6").output == raw)
        #expect(try store.run("niload --database FOLDER hosts", "10.0.0.1 alpha\n").status == 0)
        #expect(try store.run("niload --database FOLDER netgroup", "g (alpha,,) (x,y,)\n").status == 0)
        #expect(try store.run("nidump --database FOLDER netgroup").output == "g (alpha,,) (x,y,)\n")
        let check = try store.check()
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("keeps what was there when the input is wrong or empty")
    func safety() throws {
        let store = try OfflineStore()
        #expect(try store.run("niload --database FOLDER group", Self.group).status == 0)
        let before = try store.run("nidump --database FOLDER -r /").output
        #expect(try store.run("niload --database FOLDER -r /groups", "").status == 2)
        #expect(try store.run("niload --database FOLDER -r /groups", "{ name = ( x ;").status == 2)
        #expect(try store.run("niload -d --database FOLDER group", "# nothing\n").status == 0)
        #expect(try store.run("nidump --database FOLDER -r /").output == before)
    }

    @Test("with --dry-run tells what would change and touches nothing")
    func dryRun() throws {
        let store = try OfflineStore()
        let before = try ImportedStore.fingerprint(of: store.folder)
        let run = try store.run("niload -n --database FOLDER group", Self.group)
        #expect(run.output.hasPrefix("would create directory /groups\nwould create directory /groups/staff\n"))
        #expect(try ImportedStore.fingerprint(of: store.folder) == before)
    }

    @Test("refuses to write where a server or nobody of this project keeps the files")
    func refusal() throws {
        let server = try TestServer(domains: ["network": try SampleTree.flat([])])
        defer { server.stop() }
        for option in ["", "-n "] {
            let run = try ToolRun("niload \(option)--database \(server.store)/nodes/network group", input: Self.group)
            #expect(run.status == 1)
            #expect(run.error.contains("it is in use by process \(getpid()) "), "\(run.error)")
        }
        let missing = try ToolRun("niload --database /nowhere group", input: Self.group)
        #expect(missing.status == 1)
        #expect(
            missing.error == "niload: can't write to database /nowhere: there is no such folder; "
                + "'nicl -raw /nowhere -create' makes a database\n")
    }

    @Test("a load that is killed has happened as a whole or not at all")
    func interruption() throws {
        guard let program = Program("netinfo") else { return }
        let store = try OfflineStore()
        #expect(try store.run("niload --database FOLDER group", Self.group).status == 0)
        let old = try store.run("nidump --database FOLDER group").output
        let new = (0..<3000).map { "g\($0):*:\($0):\n" }.joined()
        var survived: Set<Bool> = []
        for attempt in 1...12 {
            try program.runAndKill(
                ["niload", "-d", "--database", store.folder, "group"], new, after: 0.05 * Double(attempt))
            let found = try store.run("nidump --database FOLDER group").output
            #expect(found == old || found == new)
            survived.insert(found == new)
            #expect(try store.run("niutil -create --database FOLDER /groups").status == 0)
            let check = try store.check()
            #expect(check.status == 0, "\(check.output)")
            #expect(try store.run("niload -d --database FOLDER group", Self.group).status == 0)
        }
        print("killed loads that had happened, and that had not: \(survived.count) of 2 kinds")
    }
}

/// A program of this package, beside the tests.
private struct Program {
    private let path: String

    /// Nil, said aloud, when it was not built.
    init?(_ name: String) {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        path = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: name).path
        guard access(path, X_OK) == 0 else {
            print("SKIPPED: NiloadOfflineTests needs the executable \(name) beside the tests")
            return nil
        }
    }

    func runAndKill(_ arguments: [String], _ input: String, after seconds: Double) throws {
        let folder = TemporaryFolder()
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder("input")))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder("input")))
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(seconds * 1_000_000))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
