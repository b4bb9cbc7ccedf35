import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting

/// A domain full of hashes, in every place where one can be.
enum HashTree {
    /// Every hash there is, each easily recognised.
    static let hashes =
        (0..<12).map { "HaSh0f\($0 < 10 ? "0" : "")\($0)xyz" }
        + [
            AccessTree.aliceHash, AccessTree.rootHash,
            "$6$rounds=5000$seasalt$RecognisableHashOfSomebodyWhoHasAModernOne0123456789abcdefghijklmnop",
        ]

    /// Ids up to here exist.
    static let lastID: UInt32 = 14
    /// Directories that everybody, or alice, may write.
    static let writable: [UInt32] = [3, 4, 5, 11]

    static func make() throws -> DirectoryTree {
        let modern = hashes[14]
        let directories: [(UInt32, UInt32, [UInt32], PropertyList)] = [
            (0, 0, [1, 8, 10, 12], [Property("master", "server/network"), Property("passwd", hashes[0])]),
            (1, 0, [2, 3, 4, 5, 6, 7], [Property("name", "users"), Property("_shadow_passwd", hashes[1])]),
            (2, 1, [], account("root", "0", [Property("passwd", AccessTree.rootHash), Property("passwd", hashes[2])])),
            (
                3, 1, [],
                account(
                    "alice", "501",
                    [
                        Property("passwd", AccessTree.aliceHash), Property("_shadow_passwd", modern),
                        Property("_writers", "alice"), Property("_writers_passwd", "alice"),
                    ])
            ),
            (
                4, 1, [14],
                account(
                    "bob", "502",
                    [Property("passwd", hashes[3], hashes[4], hashes[5]), Property("_writers", "*")])
            ),
            (5, 1, [], [Property("passwd", hashes[6]), Property("name", "carol"), Property("_writers_passwd", "*")]),
            (6, 1, [], account("dave", "503", (0..<3).map { _ in Property("passwd", hashes[7]) })),
            (7, 1, [], account("dave", "504", [Property("_shadow_passwd"), Property("passwd", modern, hashes[7])])),
            (8, 0, [9], [Property("name", "groups")]),
            (9, 8, [], [Property("name", "admin"), Property("passwd", hashes[8]), Property("users", "root")]),
            (10, 0, [11], [Property("name", "open"), Property("_writers", "*")]),
            (11, 10, [], [Property("name", "box"), Property("passwd", hashes[9]), Property("_writers", "*")]),
            (12, 0, [13], [Property("name", "machines")]),
            (
                13, 12, [],
                [Property("name", "clone"), Property("ip_address", "10.77.0.3"), Property("serves", "./network")]
            ),
            (
                14, 4, [],
                [Property("name", "below"), Property("passwd", hashes[10]), Property("_shadow_passwd", hashes[11])]
            ),
        ]
        let records = directories.map { id, parent, children, properties in
            DirectoryRecord(id: id, instance: 0, parent: parent, children: children, properties: properties)
        }
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    private static func account(_ name: String, _ uid: String, _ more: [Property]) -> PropertyList {
        PropertyList([Property("name", name), Property("uid", uid)] + more)
    }

    /// The hashes that occur in some bytes: as they are, complemented like a password on the wire, or in base64 as in
    /// a property list.
    static func hashes(in data: Data) -> [String] {
        hashes.filter { hash in
            let plain = Data(hash.utf8)
            let forms =
                [plain, Data(plain.map { ~$0 })] + encoded(plain)
                + [plain.map(hex).joined(), hash.uppercased()]
                .map { Data($0.utf8) }
            return forms.contains { data.range(of: $0) != nil }
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }

    /// What base64 makes of bytes in the middle of others: it depends on where they begin, and the ends are shared.
    private static func encoded(_ plain: Data) -> [Data] {
        (0..<3).map { offset in
            let text = (Data(repeating: 0, count: offset) + plain).base64EncodedString()
            return Data(text.utf8.dropFirst(offset == 0 ? 0 : 4).prefix(plain.count * 4 / 3 - 6))
        }
    }
}
