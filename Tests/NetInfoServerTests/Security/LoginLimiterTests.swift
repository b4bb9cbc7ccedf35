import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

@testable import NetInfoServer

/// How many wrong passwords are looked at.
@Suite struct LoginLimiterTests {
    private static func peer(_ address: String) -> PeerAddress {
        PeerAddress(host: HostAddress(address) ?? .loopback, port: 40_000)
    }

    /// Somebody who tries passwords.
    private final class Guesser {
        var limiter: LoginLimiter

        init(_ failures: Int) { limiter = LoginLimiter(failures: failures) }

        func isAdmitted(_ peer: PeerAddress, uid: UInt32, domain: String = "network", at now: Double = 0) -> Bool {
            limiter.admit(peer, uid: uid, domain: domain, at: now)
        }

        /// How many of a hundred tries are looked at.
        func admitted(_ peer: PeerAddress, uid: UInt32, at now: Double = 0) -> Int {
            (0..<100).count { _ in isAdmitted(peer, uid: uid, at: now) }
        }
    }

    @Test func `an address has ten failures a minute, whatever users it tries`() {
        let guesser = Guesser(10)
        let found = (0..<100 as Range<UInt32>).count { uid in
            guesser.isAdmitted(Self.peer("10.0.0.1"), uid: uid)
        }
        #expect(found == 10)
        #expect(guesser.limiter.refused == 90)
        #expect(guesser.admitted(Self.peer("10.0.0.2"), uid: 600) == 10)
    }

    @Test func `a user has ten failures a minute, wherever they come from`() {
        let guesser = Guesser(10)
        let found = (1..<100).count { number in
            guesser.isAdmitted(Self.peer("10.0.0.\(number)"), uid: 501)
        }
        #expect(found == 10)
        #expect(guesser.admitted(Self.peer("10.0.0.200"), uid: 501) == 0)
        #expect(guesser.isAdmitted(Self.peer("10.0.0.200"), uid: 501, domain: "other"))
    }

    @Test func `they come back within the minute, one after the other`() {
        let guesser = Guesser(10)
        let peer = Self.peer("10.0.0.1")
        #expect(guesser.admitted(peer, uid: 501, at: 0) == 10)
        #expect(guesser.admitted(peer, uid: 501, at: 5.9) == 0)
        #expect(guesser.admitted(peer, uid: 501, at: 6.1) == 1)
        #expect(guesser.admitted(peer, uid: 501, at: 30.2) == 4)
        #expect(guesser.admitted(peer, uid: 501, at: 10_000) == 10)
    }

    @Test func `right passwords do not count`() {
        let guesser = Guesser(10)
        let peer = Self.peer("10.0.0.1")
        for _ in 0..<100 {
            #expect(guesser.isAdmitted(peer, uid: 501))
            guesser.limiter.forgive(peer, uid: 501, domain: "network")
        }
        #expect(guesser.admitted(peer, uid: 501) == 10)
    }

    @Test func `the addresses of an IPv6 network of 64 bits count as one`() {
        let guesser = Guesser(10)
        let found = (0..<100).count { number in
            guesser.isAdmitted(Self.peer("2001:db8::\(number):1"), uid: UInt32(number))
        }
        #expect(found == 10)
        #expect(guesser.isAdmitted(Self.peer("2001:db8:0:1::1"), uid: 600))
    }

    @Test func `users of this host do not use up what others of it have`() {
        let guesser = Guesser(10)
        #expect(guesser.admitted(PeerAddress(user: 1000), uid: 501) == 10)
        #expect(guesser.admitted(PeerAddress(user: 1001), uid: 502) == 10)
        #expect(guesser.admitted(Self.peer("127.0.0.1"), uid: 503) == 10)
    }

    @Test func `many addresses and users neither fill the memory nor free those that failed`() {
        let guesser = Guesser(10)
        #expect(guesser.admitted(Self.peer("10.0.0.1"), uid: 501) == 10)
        for number in 0..<5000 as Range<UInt32> {
            let peer = PeerAddress(host: HostAddress(ipv4: 0x0B00_0000 + number), port: 40_000)
            _ = guesser.isAdmitted(peer, uid: number + 1000, at: 1)
        }
        #expect(guesser.admitted(Self.peer("10.0.0.1"), uid: 9, at: 2) == 0)
    }

    @Test func `0 sets no bound`() {
        let guesser = Guesser(0)
        #expect(guesser.admitted(Self.peer("10.0.0.1"), uid: 501) == 100)
    }

    @Test func `after ten wrong passwords not even the right one is looked at, and root writes on`() throws {
        let domain = try RuledDomain(try AccessTree.make()) { $0.loginFailures = 10 }
        let write = { (caller: AccessCaller, credential: AccessCredential) in
            try domain.note(in: AccessTree.own, from: caller, as: credential.wire)
        }
        for _ in 0..<10 { #expect(try write(.trustedHigh, .wrong) == .authenticationError) }
        #expect(try write(.trustedHigh, .user) == .authenticationError)
        #expect(try write(.trustedHigh, .root) == .authenticationError)
        #expect(try write(.socketUser, .user) == .authenticationError)
        #expect(domain.server.log.contains("too many wrong passwords from this address or for uid 501"))
        for root in [AccessCaller.localRoot, .socketRoot] { #expect(try write(root, .wrong) == .ok) }
        #expect(try write(.localUser, .root) == .ok)
        let statistics = try #require(try domain.call(.netInfo(.statistics), from: .localRoot))
        let list = try PropertyList(encoded: statistics.results)
        #expect(list.firstValue(of: "logins_limited") == Array("3".utf8))
    }

    @Test func `who is logged in already is not locked out by the failures of others`() throws {
        let domain = try RuledDomain(try AccessTree.make()) { $0.loginFailures = 10 }
        let write = { (caller: AccessCaller, credential: AccessCredential) in
            try domain.note(in: AccessTree.own, from: caller, as: credential.wire)
        }
        #expect(try write(.localUser, .user) == .ok)
        for _ in 0..<20 { _ = try write(.trustedHigh, .wrong) }
        #expect(try write(.localUser, .user) == .ok)
        #expect(try write(.trustedHigh, .wrong) == .authenticationError)
    }
}
