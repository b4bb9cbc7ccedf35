import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoStore
import NetInfoTesting
import Testing
import XDR

/// Whatever is done to a password, its hash is never written down.
@Suite struct AuditSecretTests {
    /// DES, yescrypt, MD5, and something that looks like no hash at all.
    private static let hashes = ["ghpNTjojswkDU", "$y$j9T$Wn1Vq$9iSqHxW3", "$1$abcdefgh$QWERTY", "correct horse"]

    @Test(arguments: hashes)
    func `no procedure makes a hash appear`(hash: String) throws {
        let probe = try AuditProbe()
        let value = Array(hash.utf8)
        try probe.call(.create, AccessTree.users) { writer in
            PropertyList([Property("name", "wren"), Property("passwd", hash)]).write(to: &writer)
            writer.write(NILimit.indexNull)
            writer.write(false)
        }
        try probe.call(.write, 12) {
            PropertyList([Property("name", "wren"), Property("passwd", hash, "a")]).write(to: &$0)
        }
        try probe.call(.writeprop, 12) { $0.index(1, names: [hash, hash + "2"]) }
        try probe.call(.createname, 12) { $0.index(1, name: hash, then: 0) }
        try probe.call(.writename, 12) { $0.index(1, 0, name: hash) }
        try probe.call(.destroyname, 12) { $0.index(1, 0) }
        try probe.add(Property("_shadow_passwd", hash), to: 12)
        try probe.call(.renameprop, 12) { $0.index(1, name: "note") }
        try probe.call(.writeprop, 12) { $0.index(1, names: ["x", hash]) }
        try probe.call(.renameprop, 12) { $0.index(1, name: "passwd") }
        try probe.call(.renameprop, 12) { $0.index(1, name: "note") }
        try probe.call(.destroyprop, 12) { $0.index(1) }
        try probe.add(Property(name: Array("copy".utf8), values: [value]), to: 12)
        let child = try probe.server.tree(of: "network").current(12)
        try probe.call(.destroy, AccessTree.users) { child.write(to: &$0) }
        #expect(try probe.lines().count == 14)
        #expect(try probe.lines().allSatisfy { $0["damaged"] == nil })
        #expect(try !probe.bytes().contains(hash))
        #expect(try probe.lines()[1].changes == ["passwd: withheld"])
        #expect(try probe.lines()[7].changes == ["passwd: withheld", "note: withheld"])
    }

    @Test func `a hash that is copied elsewhere does not appear`() throws {
        let probe = try AuditProbe()
        try probe.add(Property("note", AccessTree.aliceHash), to: AccessTree.open)
        try probe.add(Property("note", "correct horse battery"), to: AccessTree.open)
        try probe.call(.writeprop, AccessTree.alice) { $0.index(1, names: ["another long secret"]) }
        try probe.add(Property("note", "another long secret"), to: AccessTree.open)
        let bytes = try probe.bytes()
        #expect(!bytes.contains(AccessTree.aliceHash))
        #expect(!bytes.contains("another long secret"))
        #expect(bytes.contains("correct horse battery"))
    }

    @Test func `what the policy withholds is not written down either`() throws {
        let probe = try AuditProbe { $0.withheld = ["pin"] }
        try probe.add(Property("pin", "12345678"), to: AccessTree.open)
        try probe.add(Property("passwd", "87654321"), to: AccessTree.open)
        let bytes = try probe.bytes()
        #expect(!bytes.contains("12345678"))
        #expect(!bytes.contains("87654321"))
        #expect(try probe.lines().map { $0.text("properties") } == ["pin", "passwd"])
    }

    @Test func `a refused write tells names, never values`() throws {
        let probe = try AuditProbe()
        try probe.add(Property("passwd", "open sesame"), to: AccessTree.rootOnly, from: AuditProbe.neighbour())
        try probe.call(.writeprop, AccessTree.alice, from: AuditProbe.neighbour()) {
            $0.index(1, names: ["open sesame"])
        }
        #expect(
            try probe.lines(.refusals).map { $0.text("path", "properties") } == [
                "/closed passwd", "/users/alice passwd",
            ])
        #expect(try !probe.bytes().contains("sesame"))
    }

    @Test func `passwords that are sent are not written down`() throws {
        let probe = try AuditProbe()
        for password in [AccessTree.alicePassword, "wrong password"] {
            try probe.add(
                Property("note", "x"), to: AccessTree.own, from: AuditProbe.neighbour(),
                as: .password(uid: 501, password))
        }
        let bytes = try probe.bytes()
        #expect(!bytes.contains(AccessTree.alicePassword))
        #expect(!bytes.contains("wrong password"))
    }
}
