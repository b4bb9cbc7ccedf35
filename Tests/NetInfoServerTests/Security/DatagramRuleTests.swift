import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing
import XDR

@testable import NetInfoServer

/// What datagrams can make a server do.
@Suite struct DatagramRuleTests {
    private static func callit(_ procedure: UInt32, _ arguments: [UInt8] = []) -> CallMessage {
        var writer = XDRWriter(capacity: 64)
        for word in [NIProgram.binder, NIProgram.binderVersion, procedure] { writer.write(word) }
        writer.write(opaque: arguments)
        return CallMessage(program: 100_000, version: 2, procedure: 5, arguments: writer.bytes())
    }

    private static var search: CallMessage {
        var tag = XDRWriter(capacity: 16)
        tag.write(opaque: Array("network".utf8))
        return callit(NIBinderProcedure.getregister.rawValue, tag.bytes())
    }

    private static func isRelayed(_ domain: RuledDomain, _ call: CallMessage, from peer: PeerAddress) throws -> Bool {
        try domain.call(call, to: domain.server.portmapper, from: peer, isStream: false)?.outcome == .success
    }

    private static func domain(_ change: (inout SecurityPolicy) -> Void = { _ in }) throws -> RuledDomain {
        try RuledDomain(try AccessTree.make(), change)
    }

    @Test func `a host has so many calls relayed a second, and others have theirs`() throws {
        let domain = try Self.domain { $0.relayRate = 3 }
        let (one, other) = (AccessCaller.trustedHigh.peer, AccessCaller.clone.peer)
        let answered = try (0..<50).count { _ in try Self.isRelayed(domain, Self.search, from: one) }
        #expect(answered >= 3 && answered < 10)
        #expect(try Self.isRelayed(domain, Self.search, from: other))
        let free = try Self.domain { $0.relayRate = 0 }
        #expect(try (0..<200).allSatisfy { _ in try Self.isRelayed(free, Self.search, from: one) })
    }

    private final class Rate {
        private var rate = RelayRate(perSecond: 4)

        func admit(_ host: HostAddress, at now: Double) -> Bool { rate.admit(host, at: now) }
    }

    @Test func `the rate comes back within the second, and forged senders do not fill the memory`() throws {
        let rate = Rate()
        let host = try #require(HostAddress("10.0.0.1"))
        #expect((0..<10).count { _ in rate.admit(host, at: 0) } == 4)
        #expect((0..<10).count { _ in rate.admit(host, at: 0.3) } == 1)
        #expect((0..<10).count { _ in rate.admit(host, at: 100) } == 4)
        let forged = (0..<5000 as Range<UInt32>).count { rate.admit(HostAddress(ipv4: 0x0B00_0000 + $0), at: 100.1) }
        #expect(forged == 1023)
        #expect(rate.admit(HostAddress(ipv4: 0x0C00_0000), at: 102))
    }

    @Test func `only what finds a server is relayed`() throws {
        let domain = try Self.domain()
        let peer = AccessCaller.trustedHigh.peer
        for procedure in 0..<20 as Range<UInt32> where procedure != NIBinderProcedure.getregister.rawValue {
            #expect(try !Self.isRelayed(domain, Self.callit(procedure), from: peer), "\(procedure)")
        }
        #expect(try Self.isRelayed(domain, Self.search, from: peer))
        let pings = try Self.domain { $0.relayedCalls = .searchesAndPings }
        #expect(try Self.isRelayed(pings, Self.callit(0), from: peer))
        #expect(try !Self.isRelayed(pings, Self.callit(NIBinderProcedure.listreg.rawValue), from: peer))
    }

    @Test func `strangers get silence, small answers, or all, and others all`() throws {
        for (setting, expected) in [
            (SecurityPolicy.StrangerDatagrams.silent, "silence"), (.noLarger, "noLarger"), (.answered, "any"),
        ] {
            let domain = try Self.domain { $0.strangerDatagrams = setting }
            #expect("\(domain.server.host.datagramAllowance(AccessCaller.strangerLow.peer))" == expected)
            for caller in [AccessCaller.localUser, .trustedHigh] {
                #expect("\(domain.server.host.datagramAllowance(caller.peer))" == "any")
            }
        }
    }

    @Test func `the portmapper does not talk to strangers over TCP either`() throws {
        let null = CallMessage(program: 100_000, version: 2, procedure: 0)
        let domain = try Self.domain()
        let portmapper = domain.server.portmapper
        #expect(try domain.call(null, to: portmapper, from: AccessCaller.strangerLow.peer, isStream: true) == nil)
        #expect(try domain.call(null, to: portmapper, from: AccessCaller.trustedHigh.peer, isStream: true) != nil)
        let open = try Self.domain { $0.readFrom = .anywhere }
        let answer = try open.call(
            null, to: open.server.portmapper, from: AccessCaller.strangerLow.peer, isStream: true)
        #expect(answer?.outcome == .success)
    }
}
