import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("netinfo export dslocal")
struct DslocalExportTests {
    /// The directories, each with those above it. Of those that are folders there is the name only.
    private static func content(_ records: [DirectoryRecord], isSource: Bool) -> [[PropertyList]: Int] {
        let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        var folders: [UInt32: PropertyList] = [:]
        var taken: Set<String> = []
        for id in isSource ? byID[0]?.children ?? [] : [] {
            guard let record = byID[id] else { continue }
            let base = RecordFileName.base(for: record.properties, id: id)
            let isNew = taken.insert(base.lowercased()).inserted
            let name = isNew ? base : RecordFileName.disambiguated(base, id: id)
            folders[id] = name.hasPrefix("#") ? [] : [Property("name", name)]
        }
        let ways = records.filter { $0.id != 0 }.map { record in
            var way: [PropertyList] = []
            var next: DirectoryRecord? = record
            while let record = next, record.id != 0 {
                way.append(folders[record.id] ?? ForeignRecord(record.properties).properties)
                next = byID[record.parent]
            }
            return way
        }
        return Dictionary(ways.map { ($0, 1) }, uniquingKeysWith: +)
    }

    private func check(_ source: [DirectoryRecord], _ folder: String) throws {
        let found = try DslocalReader(folder: folder).read()
        #expect(found.remarks.filter { !$0.contains("new id") } == [])
        let (old, new) = (Self.content(source, isSource: true), Self.content(found.records, isSource: false))
        // Not compared as a whole: what differs would be too much to print.
        let lost = old.filter { new[$0.key] != $0.value }.map { "\($0.key)".prefix(400) }
        let odd = new.filter { old[$0.key] != $0.value }.map { "\($0.key)".prefix(400) }
        #expect(lost.prefix(3) == [] && odd.prefix(3) == [], "\(folder)")
        let root = source.first { $0.id == 0 }.map { ForeignRecord($0.properties).properties }
        #expect(found.records.first?.properties == root)
    }

    /// Every file is a dictionary of arrays of strings and data, without bookkeeping, for its owner alone.
    private func checkFiles(_ domain: ExportedDomain, _ name: String) throws {
        for path in try FileManager.default.subpathsOfDirectory(atPath: domain.folder(name)) {
            let file = "\(name)/\(path)"
            guard path.hasSuffix(".plist") else {
                #expect(try domain.mode(file) == 0o700, "\(path)")
                continue
            }
            #expect(try domain.mode(file) == 0o600, "\(path)")
            let data = try Data(contentsOf: URL(fileURLWithPath: domain.folder(file)))
            let list = try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: [Any]]
            let values = try #require(list, "\(path)")
            #expect(values.values.joined().allSatisfy { $0 is String || $0 is Data }, "\(path)")
            #expect(!values.keys.contains { $0.hasPrefix("netinfo:") }, "\(path)")
        }
    }

    @Test("reads back with the same properties, from every recorded database")
    func recorded() throws {
        guard let databases = SharedData.folder("databases", for: "netinfo export dslocal") else { return }
        let domain = try ExportedDomain()
        for name in try FileManager.default.contentsOfDirectory(atPath: databases.path) where name.hasSuffix(".nidb") {
            let database = databases.appending(path: name).path
            let run = try domain.export("dslocal", to: name, database: database)
            #expect(run.status == 0, "\(name): \(run.error)")
            try check(try NidbReader(folder: database).read().records, domain.folder(name))
            try checkFiles(domain, name)
        }
    }

    @Test("reads back with the same properties, however odd the names")
    func awkward() throws {
        let tree = try AwkwardDomain.tree()
        let domain = try ExportedDomain(tree)
        let run = try domain.export("dslocal")
        #expect(run.status == 0, "\(run.error)")
        try check(tree.snapshot.records, domain.folder("out"))
        try checkFiles(domain, "out")
        let users = try domain.names(in: "out/users")
        #expect(users.contains("a%2Fb.plist"))
        // A Mac's file system takes these for one.
        #expect(Set(users.map { $0.lowercased() }).count == users.count)
        #expect(run.error.contains("/users/twice: note left out: a property list has each key once"))
        #expect(run.error.contains("/Users: _writers left out: a folder has no properties besides its name"))
    }

    @Test("keeps UUIDs, and makes them for users and groups when it is told to")
    func uuids() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        #expect(try domain.export("dslocal", to: "without").status == 0)
        #expect(try !domain.text("without/users/plain.plist").contains("generateduid"))
        let run = try domain.export("dslocal --make-uuids", to: "with")
        #expect(run.status == 0)
        #expect(run.output.contains("new UUIDs for users and groups"))
        let found = try DslocalReader(folder: domain.folder("with")).read().records
        let uuids = found.compactMap { $0.properties.firstValue(of: "generateduid") }
        #expect(Set(uuids).count == uuids.count)
        #expect(uuids.contains(Array("AB-CD".utf8)))
        let made = uuids.filter { $0 != Array("AB-CD".utf8) }.map { String(decoding: $0, as: UTF8.self) }
        #expect(made.allSatisfy { UUID(uuidString: $0) != nil && $0 == $0.uppercased() })
        let accounts = found.filter { record in
            found.first { $0.id == record.parent }?.properties.firstValue(of: "name").map {
                ["users", "groups"].contains(String(decoding: $0, as: UTF8.self))
            } ?? false
        }
        #expect(accounts.count == uuids.count)
    }
}
