import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing

/// The property `_locked`, which makes a directory read-only.
@Suite struct LockedDirectoryTests {
    /// `/users` with root's account, and a locked directory 3 that everybody might write, with a child 4.
    private static func domain(original: Bool = false) throws -> RuledDomain {
        let properties: [(UInt32, UInt32, [UInt32], PropertyList)] = [
            (0, 0, [1, 3], []), (1, 0, [2], [Property("name", "users")]),
            (2, 1, [], [Property("name", "root"), Property("uid", "0"), Property("passwd", AccessTree.rootHash)]),
            (3, 0, [4], [Property("name", "site"), Property("_writers", "*"), Property("_locked")]),
            (4, 3, [], [Property("name", "child"), Property("_writers", "*")]),
        ]
        let records = properties.map { id, parent, children, list in
            DirectoryRecord(id: id, instance: 0, parent: parent, children: children, properties: list)
        }
        return try RuledDomain(try DirectoryTree(DirectorySnapshot(records: records)), original: original)
    }

    private static func changes(_ domain: RuledDomain) throws -> [CallMessage] {
        let site = try domain.id(3)
        return [
            .write(site, [Property("name", "site")]), .createProperty(site, Property("a", "b")),
            .writeProperty(site, 0, "x"), .writeName(site, 0, 0, "x"), .renameProperty(site, 2, to: "open"),
            .destroyProperty(site, 0), .create(below: site, [Property("name", "x")]),
            .netInfo(.destroy) { writer in
                site.write(to: &writer)
                DirectoryID(object: 4, instance: 0).write(to: &writer)
            },
        ]
    }

    @Test(arguments: [AccessCaller.localRoot, .socketRoot, .localUser, .trustedLow])
    func `nobody writes a locked directory`(caller: AccessCaller) throws {
        let domain = try Self.domain()
        for change in try Self.changes(domain) {
            #expect(try domain.call(change, from: caller)?.status == .readOnly)
        }
        #expect(try domain.note(in: 4, from: caller) == .ok)
    }

    @Test func `root on this host can take the lock away, nobody else can`() throws {
        for caller in [AccessCaller.localRoot, .socketRoot] {
            let domain = try Self.domain()
            let unlock = CallMessage.destroyProperty(try domain.id(3), 2)
            for other in [AccessCaller.localUser, .socketUser, .trustedLow] {
                #expect(try domain.call(unlock, from: other)?.status == .readOnly)
                let password = CallMessage.Credential.password(uid: 0, AccessTree.rootPassword)
                #expect(try domain.call(unlock, from: other, as: password)?.status == .readOnly)
            }
            #expect(try domain.call(unlock, from: caller)?.status == .ok)
            #expect(try domain.note(in: 3, from: .trustedHigh) == .ok)
        }
    }

    @Test func `the original knows no locks`() throws {
        let domain = try Self.domain(original: true)
        #expect(try domain.note(in: 3, from: .strangerHigh) == .ok)
        #expect(try domain.note(in: 3, from: .localRoot) == .ok)
    }
}
