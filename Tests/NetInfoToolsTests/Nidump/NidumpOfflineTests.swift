import Foundation
import NetInfoTesting
import Testing

@Suite("nidump --database")
struct NidumpOfflineTests {
    @Test("reads a binary database and leaves every byte of it alone")
    func binary() throws {
        guard let databases = SharedData.folder("databases", for: "nidump --database") else { return }
        let folder = databases.appending(path: "next-local-source.nidb").path
        let run = try ToolRun("nidump --database \(folder) protocols")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.hasPrefix("ip\t0\tIP\n"))
        #expect(try ToolRun("nidump --database \(folder) -r /nosuch").status == 0)
        #expect(try ToolRun("nidump --database \(folder) printcap").status == 0)
    }

    @Test("reads the folder of a domain that a server holds")
    func served() throws {
        guard let server = try ToolServer(for: "nidump --database of a served domain") else { return }
        defer { server.stop() }
        #expect(try server.load("group", "staff:*:20:alice\n").status == 0)
        let run = try ToolRun("nidump --database \(server.folder) group")
        #expect(run.output == "staff:*:20:alice\n", "\(run.error)")
        #expect(try ToolRun("nidump --database \(server.folder) -r /groups").output == server.dump("-r /groups"))
    }

    @Test("says what is no database")
    func nothing() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("nodes"), withIntermediateDirectories: true)
        let store = try ToolRun("nidump --database \(folder.path) passwd")
        #expect(store.status == 1)
        #expect(store.error.contains("nodes/TAG"))
        #expect(try ToolRun("nidump --database \(folder("none")) passwd").status == 1)
    }
}
