import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoStore
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Every refusal is one line, unless somebody makes too many of them.
@Suite struct AuditRefusalTests {
    private let note = Property("note", "x")

    @Test func `refused writes tell who asked, for what, and why not`() throws {
        let probe = try AuditProbe { $0.loginFailures = 2 }
        let caller = AuditProbe.neighbour()
        try probe.add(note, to: AccessTree.rootOnly, from: caller)
        try probe.add(note, to: AccessTree.own, from: caller, as: .password(uid: 501, "wrong"))
        try probe.add(note, to: AccessTree.own, from: caller, as: .password(uid: 999, "any"))
        try probe.add(
            Property("_writers_shell", "x"), to: AccessTree.own, from: AuditProbe.neighbour(10),
            as: .password(uid: 503, ""))
        let found = try probe.lines(.refusals).map {
            $0.text("peer", "identity", "uid", "proof", "procedure", "path", "properties", "outcome")
        }
        #expect(
            found == [
                "10.77.0.9 anonymous - none createprop /closed note Permission denied",
                "10.77.0.9 claimed 501 none createprop /own note Authentication error",
                "10.77.0.9 claimed 999 none createprop /own note No such user",
                "10.77.0.10 claimed 503 none createprop /own _writers_shell Authentication error",
            ])
        #expect(try probe.lines().isEmpty)
    }

    @Test func `a locked directory refuses even root`() throws {
        let probe = try AuditProbe()
        try probe.add(Property("_locked", ""), to: AccessTree.open)
        try probe.add(note, to: AccessTree.open)
        let found = try probe.lines(.refusals).map { $0.text("identity", "proof", "path", "outcome") }
        #expect(found == ["superuser low-port /open No writes allowed: all objects are read-only"])
    }

    @Test func `READALL, RESYNC and networks that are not trusted are told`() throws {
        let probe = try AuditProbe()
        try probe.call(.readall, from: AuditProbe.neighbour()) { $0.write(0 as UInt32) }
        try probe.call(.resync, from: AuditProbe.neighbour())
        try probe.call(.read, AccessTree.alice, from: AuditProbe.stranger)
        try probe.send(.binder(.listreg), to: probe.server.binder, from: AuditProbe.stranger)
        let found = try probe.lines(.refusals).map { $0.text("peer", "procedure", "outcome") }
        #expect(
            found == [
                "10.77.0.9 readall Permission denied", "10.77.0.9 resync Permission denied",
                "1.1.1.1 connection its network is not trusted",
            ])
        #expect(
            try probe.lines(.refusals, of: nil).map { $0.text("peer", "outcome") } == [
                "1.1.1.1 its network is not trusted"
            ])
    }

    @Test func `mistakes are no refusals`() throws {
        let probe = try AuditProbe()
        try probe.call(.destroyprop, AccessTree.open) { $0.index(9) }
        try probe.call(.destroyname, AccessTree.open) { $0.index(0, 9) }
        #expect(try probe.lines(.refusals).isEmpty)
    }

    @Test func `what is refused again and again within a minute is counted`() throws {
        let probe = try AuditProbe()
        for _ in 0..<500 { try probe.add(note, to: AccessTree.rootOnly, from: AuditProbe.neighbour()) }
        #expect(try probe.lines(.refusals).count == 1)
        probe.server.host.tally.flush()
        #expect(try probe.lines(.refusals).map { $0.text("path", "repeated") } == ["/closed -", "/closed 499"])
        try probe.add(note, to: AccessTree.rootOnly, from: AuditProbe.neighbour())
        #expect(try probe.lines(.refusals).count == 3)
    }

    @Test func `an address that asks for ever different things cannot fill the account`() throws {
        let probe = try AuditProbe()
        for uid in 1000..<3000 {
            try probe.add(
                note, to: AccessTree.own, from: AuditProbe.neighbour(), as: .password(uid: UInt32(uid), "x"))
        }
        try probe.add(note, to: AccessTree.rootOnly, from: AuditProbe.neighbour(10))
        #expect(try probe.lines(.refusals).count == 51)
        probe.server.host.tally.flush()
        let lines = try probe.lines(.refusals)
        #expect(lines.count == 52)
        #expect(lines.last?.text("peer", "identity", "procedure", "repeated") == "10.77.0.9 various various 1950")
        #expect(lines[50].text("peer", "path") == "10.77.0.10 /closed")
        #expect(try probe.lines().isEmpty)
    }

    @Test func `many addresses cannot either`() throws {
        let probe = try AuditProbe { $0.readFrom = .anywhere }
        for number in 0..<3000 as Range<UInt32> {
            let peer = PeerAddress(host: HostAddress(ipv4: 0x0200_0000 + number), port: 7000)
            try probe.add(note, to: AccessTree.rootOnly, from: peer)
        }
        probe.server.host.tally.flush()
        let lines = try probe.lines(.refusals)
        #expect(lines.count == 1001)
        #expect(lines.last?.text("peer", "identity", "procedure", "repeated") == "- various various 2000")
    }
}
