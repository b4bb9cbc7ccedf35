import NetInfoTesting
import Testing

@testable import ONCRPC

/// Replies that are kept for repeated requests.
@Suite struct ReplyCacheTests {
    private let peer = PeerAddress(host: .loopback, port: 700)

    private func key(_ call: CallMessage, _ peer: PeerAddress) -> ReplyCache.Key? {
        call.bytes.withUnsafeBytes { ReplyCache.key($0, peer) }
    }

    @Test func `the same request of the same peer has the same reply for a while`() throws {
        var cache = ReplyCache(seconds: 4, capacity: 16)
        let call = CallMessage(program: 1, version: 2, procedure: 3, xid: 7)
        let known = try #require(key(call, peer))
        cache.store([1, 2, 3], for: known, at: 100)
        #expect(cache.reply(for: known, at: 103.9) == [1, 2, 3])
        #expect(cache.reply(for: known, at: 104.1) == nil)
        var other = call
        other.procedure = 4
        #expect(cache.reply(for: try #require(key(other, peer)), at: 101) == nil)
        let neighbour = PeerAddress(host: .loopback, port: 701)
        #expect(cache.reply(for: try #require(key(call, neighbour)), at: 101) == nil)
    }

    @Test func `old replies make room for new ones`() throws {
        var cache = ReplyCache(seconds: 4, capacity: 16)
        for xid in 0..<1000 as Range<UInt32> {
            let known = try #require(key(CallMessage(program: 1, version: 2, procedure: 3, xid: xid), peer))
            cache.store([UInt8(truncatingIfNeeded: xid)], for: known, at: 0)
            #expect(cache.reply(for: known, at: 1) == [UInt8(truncatingIfNeeded: xid)])
        }
        let first = try #require(key(CallMessage(program: 1, version: 2, procedure: 3, xid: 0), peer))
        #expect(cache.reply(for: first, at: 1) == nil)
    }

    @Test func `a request too short to name its procedure has no key`() {
        #expect([UInt8](repeating: 0, count: 23).withUnsafeBytes { ReplyCache.key($0, peer) } == nil)
    }
}
