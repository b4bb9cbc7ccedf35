import Foundation
import NetInfoTesting
import Testing

@Suite("netinfo check")
struct CheckCommandTests {
    /// A store with the one user `/users/wren` in the domain `local`.
    private func store() throws -> ImportedStore {
        let store = ImportedStore()
        let users = store.folder("Default/users")
        try FileManager.default.createDirectory(atPath: users, withIntermediateDirectories: true)
        try PropertyListSerialization.data(fromPropertyList: ["name": ["wren"]], format: .xml, options: 0)
            .write(to: URL(fileURLWithPath: "\(users)/wren.plist"))
        let run = try ToolRun("netinfo import dslocal \(store.folder("Default")) --store \(store.path)")
        #expect(run.status == 0)
        return store
    }

    private func damage(_ store: ImportedStore) throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: store.path + "/nodes/local/users/wren.plist"))
    }

    @Test("a store in order is one line for each domain")
    func sound() throws {
        let store = try store()
        let run = try ToolRun("netinfo check --store \(store.path)")
        #expect(run.status == 0)
        #expect(run.output == "local: in order, 3 directories, 3 property lists\n")
        #expect(run.error == "")
    }

    @Test("a problem is told with file, reason and remedy, and ends with 1; a repair mends it and ends with 0")
    func problem() throws {
        let store = try store()
        try damage(store)
        let run = try ToolRun("netinfo check --store \(store.path) --tag local")
        #expect(run.status == 1)
        #expect(
            run.output == """
                local: 1 problem, 3 directories, 3 property lists
                  problem: nodes/local/users/wren.plist (directory 2): it cannot be read: line 1, column 1: \
                expected a tag; --repair puts it aside and writes it again from the index

                """)
        let repair = try ToolRun("netinfo check --repair --store \(store.path)")
        #expect(repair.status == 0)
        #expect(
            repair.output.contains(
                "repair: moved nodes/local/users/wren.plist to nodes/local/users/wren.plist.unreadable"))
        #expect(repair.output.contains("local: in order, 3 directories, 3 property lists\n"))
    }

    @Test("--json tells the same")
    func json() throws {
        let store = try store()
        try damage(store)
        let run = try ToolRun("netinfo check --json --store \(store.path)")
        #expect(run.status == 1)
        let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(report?["sound"] as? Bool == false)
        let domain = (report?["domains"] as? [[String: Any]])?.first
        let finding = (domain?["findings"] as? [[String: Any]])?.first
        #expect(finding?["kind"] as? String == "unreadable")
        #expect(finding?["file"] as? String == "nodes/local/users/wren.plist")
        #expect(finding?["directory"] as? Int == 2)
    }

    @Test("no store, and a domain that is not there, are errors", arguments: ["/nonexistent", "/"])
    func noStore(path: String) throws {
        let run = try ToolRun("netinfo check --store \(path)")
        #expect(run.status == 1)
        #expect(run.error.contains("is no store"))
    }
}
