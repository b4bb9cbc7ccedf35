package import NetInfoDirectory
import NetInfoProtocol

/// The domain of the access table: accounts of every kind, and directories that these may or may not write.
package enum AccessTree {
    package static let alicePassword = "alicepw"
    package static let rootPassword = "rootpw"
    package static let aliceHash = "abSVimweYftz6"
    package static let rootHash = "cdvzpWWmnFkxk"

    /// Hashes that only those may see who need them.
    package static let hashes = [aliceHash, rootHash]

    /// Ids of the directories.
    package static let alice: UInt32 = 3
    package static let open: UInt32 = 8
    package static let own: UInt32 = 9
    package static let rootOnly: UInt32 = 10
    package static let users: UInt32 = 1

    /// The directories.
    package static func make() throws -> DirectoryTree {
        let children: [UInt32: [UInt32]] = [0: [users, 11, open, own, rootOnly], users: [2, alice, 4, 5, 6], 11: [7]]
        let directories: [(UInt32, UInt32, PropertyList)] = [
            (0, 0, [Property("master", "server/network")]),
            (users, 0, [Property("name", "users")]),
            (2, users, user("root", "0", rootHash)),
            (alice, users, user("alice", "501", aliceHash)),
            (4, users, user("root", "502", aliceHash)),
            (5, users, user("guest", "503", "")),
            (6, users, user("toor", "0", "")),
            (11, 0, [Property("name", "machines")]),
            (7, 11, [Property("name", "clone"), Property("ip_address", "10.77.0.3"), Property("serves", "./network")]),
            (open, 0, [Property("name", "open"), Property("_writers", "*")]),
            (own, 0, [Property("name", "own"), Property("_writers", "alice")]),
            (rootOnly, 0, [Property("name", "closed"), Property("_writers", "root")]),
        ]
        let records = directories.map { id, parent, properties in
            DirectoryRecord(
                id: id, instance: 0, parent: parent, children: children[id] ?? [], properties: properties)
        }
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    private static func user(_ name: String, _ uid: String, _ hash: String) -> PropertyList {
        [
            Property("name", name), Property("passwd", hash), Property("_shadow_passwd", hash), Property("uid", uid),
            Property("shell", "/bin/sh"),
        ]
    }
}
