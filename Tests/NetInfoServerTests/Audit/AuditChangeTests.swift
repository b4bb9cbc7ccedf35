import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoStore
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Every accepted write is one line: who, from where, how that is known, what, and what came of it.
@Suite struct AuditChangeTests {
    @Test func `each writing procedure leaves a line with path, id, instance, names, and values before and after`()
        throws
    {
        let probe = try AuditProbe()
        try writeEverything(probe)
        let found = try probe.lines().map {
            "\($0.text("procedure", "path", "id", "instance", "properties", "outcome"))"
        }
        #expect(
            found == [
                "create /open/wren 12 0 name,shell ok", "createprop /open/wren 12 1 home ok",
                "writeprop /open/wren 12 2 home ok", "createname /open/wren 12 3 home ok",
                "writename /open/wren 12 4 home ok", "destroyname /open/wren 12 5 home ok",
                "renameprop /open/wren 12 6 home,house ok", "destroyprop /open/wren 12 7 house ok",
                "write /open/wren 12 8 name,shell,uid ok", "destroy /open/robin 12 8 name,uid ok",
            ])
        let changes = try probe.lines().map(\.changes)
        #expect(
            changes == [
                ["name: - -> wren", "shell: - -> /bin/sh"], ["home: - -> /a"], ["home: /a -> /b,/c"],
                ["home: /b,/c -> /d,/b,/c"], ["home: /d,/b,/c -> /e,/b,/c"], ["home: /e,/b,/c -> /b,/c"],
                ["home: /b,/c -> -", "house: - -> /b,/c"], ["house: /b,/c -> -"],
                ["name: wren -> robin", "shell: /bin/sh -> -", "uid: - -> 7"], ["name: robin -> -", "uid: 7 -> -"],
            ])
        #expect(try probe.lines()[8].text("renamed") == "/open/robin")
    }

    private func writeEverything(_ probe: AuditProbe) throws {
        try probe.call(.create, AccessTree.open) { writer in
            PropertyList([Property("name", "wren"), Property("shell", "/bin/sh")]).write(to: &writer)
            writer.write(NILimit.indexNull)
            writer.write(false)
        }
        try probe.add(Property("home", "/a"), to: 12)
        try probe.call(.writeprop, 12) { $0.index(2, names: ["/b", "/c"]) }
        try probe.call(.createname, 12) { $0.index(2, name: "/d", then: 0) }
        try probe.call(.writename, 12) { $0.index(2, 0, name: "/e") }
        try probe.call(.destroyname, 12) { $0.index(2, 0) }
        try probe.call(.renameprop, 12) { $0.index(2, name: "house") }
        try probe.call(.destroyprop, 12) { $0.index(2) }
        try probe.call(.write, 12) { PropertyList([Property("name", "robin"), Property("uid", "7")]).write(to: &$0) }
        let child = try probe.server.tree(of: "network").current(12)
        try probe.call(.destroy, AccessTree.open) { child.write(to: &$0) }
    }

    @Test func `who wrote is told with the proof`() throws {
        let probe = try AuditProbe()
        let note = Property("note", "x")
        try probe.add(note, to: AccessTree.open, from: AuditProbe.root)
        try probe.add(note, to: AccessTree.open, from: PeerAddress(user: 0))
        try probe.add(note, to: AccessTree.open, from: AuditProbe.neighbour())
        let alice = CallMessage.Credential.password(uid: 501, AccessTree.alicePassword)
        try probe.add(note, to: AccessTree.own, from: AuditProbe.neighbour(), as: alice)
        let found = try probe.lines().map {
            $0.text("peer", "port", "peeruid", "identity", "user", "uid", "proof")
        }
        #expect(
            found == [
                "127.0.0.1 700 - superuser - - low-port", "unix socket - 0 superuser - - socket",
                "10.77.0.9 7000 - anonymous - - none", "10.77.0.9 7000 - user alice 501 password",
            ])
        let time = try #require(probe.lines().first?["time"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test func `an administrator who is promoted is told by name`() throws {
        var tree = try AccessTree.make()
        var change = TreeChange()
        _ = try tree.write(
            try tree.current(0), [Property("promote_admins", "YES"), Property("master", "server/network")],
            by: .superuser, &change)
        let groups = try tree.create(
            below: try tree.current(0), [Property("name", "groups")], where: NILimit.indexNull, by: .superuser, &change)
        _ = try tree.create(
            below: groups.new, [Property("name", "admin"), Property("users", "alice")], where: NILimit.indexNull,
            by: .superuser, &change)
        let probe = try AuditProbe(tree)
        let alice = CallMessage.Credential.password(uid: 501, AccessTree.alicePassword)
        let reply = try probe.add(
            Property("note", "x"), to: AccessTree.rootOnly, from: AuditProbe.neighbour(), as: alice)
        #expect(reply?.status == .ok)
        let line = try #require(probe.lines().first)
        #expect(line.text("identity", "user", "uid", "proof") == "superuser alice 501 administrator")
    }

    @Test func `a write that could not be committed is told as that`() throws {
        let probe = try AuditProbe(storage: FullStorage())
        #expect(try probe.add(Property("note", "x"), to: AccessTree.open)?.status == .noSpace)
        #expect(
            try probe.lines().map { $0.text("path", "outcome") } == ["/open No space available for write operation"])
    }

    @Test func `long values and many properties are cut, and the line says so`() throws {
        let probe = try AuditProbe()
        let long = Property(name: Array("long".utf8), values: [Array(repeating: 0x61, count: 60_000), [0x62]])
        try probe.add(long, to: AccessTree.open)
        let many = (0..<2000).map { Property("property-\($0)", String(repeating: "x", count: 40)) }
        try probe.call(.write, AccessTree.open) { PropertyList(many).write(to: &$0) }
        let lines = try probe.lines()
        #expect(lines.map { $0.text("cut") } == ["1", "1"])
        let value = try #require((lines[0]["changes"] as? [[String: Any]])?.first)
        #expect(value.text("cut") == "1")
        #expect((value["new"] as? [String])?.map(\.utf8.count) == [1024])
        for line in try probe.bytes().split(separator: UInt8(ascii: "\n")) { #expect(line.count <= 8192) }
    }

    @Test func `bytes that are not UTF-8 are kept as lone surrogates`() throws {
        let probe = try AuditProbe()
        try probe.add(
            Property(name: Array("note".utf8), values: [[0x66, 0xFC, 0x0A, 0x22, 0x5C, 0xC3, 0xBC]]),
            to: AccessTree.open)
        #expect(try probe.bytes().contains(#""new":["f\udcfc\u000a\"\\ü"]"#))
    }

    @Test func `the binder's changes are told in the store's own folder`() throws {
        let probe = try AuditProbe()
        try probe.send(
            .binder(.createmaster) { $0.write(opaque: Array("lab".utf8)) }, to: probe.server.binder,
            from: AuditProbe.root)
        try probe.send(
            .binder(.destroydomain) { $0.write(opaque: Array("lab".utf8)) }, to: probe.server.binder,
            from: AuditProbe.root)
        try probe.send(
            .binder(.destroydomain) { $0.write(opaque: Array("lab".utf8)) }, to: probe.server.binder,
            from: AuditProbe.neighbour())
        let found = try probe.lines(of: nil).map { $0.text("procedure", "tag", "identity", "proof", "outcome") }
        #expect(found == ["createmaster lab superuser low-port ok", "destroydomain lab superuser low-port ok"])
        let refused = try probe.lines(.refusals, of: nil).map { $0.text("procedure", "tag", "peer", "outcome") }
        #expect(refused == ["destroydomain lab 10.77.0.9 Permission denied"])
    }
}

/// A disk without room.
private struct FullStorage: DomainStorage {
    func commit(_ rows: [RowChange]) throws(StoreError) { throw StoreError("no room", status: .noSpace) }
    func didCommit(_ rows: [RowChange], of domain: Domain) {}
    func didFail(_ error: StoreError, writes: Int, reverted ids: [UInt32], of domain: Domain) {}
    func takeInEdits(of domain: Domain) {}
    func close(_ domain: Domain) {}
}

extension XDRWriter {
    /// Arguments behind the id of a directory: indices, and what follows them.
    mutating func index(_ indices: UInt32..., names: [String]) {
        for index in indices { write(index) }
        write(names: names.map { Array($0.utf8) })
    }

    mutating func index(_ indices: UInt32..., name: String? = nil, then position: UInt32? = nil) {
        for index in indices { write(index) }
        if let name { write(opaque: Array(name.utf8)) }
        if let position { write(position) }
    }
}
