import ONCRPC
import Testing

/// How peers are told apart and named.
@Suite struct PeerAddressTests {
    @Test func `a peer of a Unix-domain socket is its user, on no port at all`() {
        let peer = PeerAddress(user: 1000)
        #expect(peer.isUnixSocket)
        #expect(peer.user == 1000)
        #expect(peer.host.isLoopback)
        #expect(!peer.hasReservedPort)
        #expect("\(peer)" == "unix socket (uid 1000)")
        #expect(peer != PeerAddress(user: 1001))
        #expect(peer != PeerAddress(host: .loopback, port: 0))
    }

    @Test func `a peer by IP has no user`() {
        let peer = PeerAddress(host: .loopback, port: 1023)
        #expect(!peer.isUnixSocket)
        #expect(peer.user == nil)
        #expect(peer.hasReservedPort)
        #expect("\(peer)" == "127.0.0.1:1023")
    }
}
