import ONCRPC
import Testing

@Suite("Addresses of servers")
struct ClientAddressTests {
    @Test("Addresses are printed as they were written", arguments: ["127.0.0.1", "10.9.8.1", "::1", "2001:db8::5"])
    func text(_ text: String) throws {
        #expect("\(try #require(ClientAddress(text)))" == text)
    }

    @Test(
        "Names and broken addresses are none",
        arguments: ["localhost", "1.2.3", "1.2.3.400", "", "::1%nosuchinterface"])
    func invalid(_ text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test("The number on the wire is in dotted order")
    func number() {
        #expect("\(ClientAddress(ipv4: 0x0A4D_0001))" == "10.77.0.1")
    }

    @Test("Endpoints put brackets around IPv6")
    func endpoints() throws {
        #expect("\(ClientEndpoint(address: .loopback, port: 1033))" == "127.0.0.1:1033")
        #expect("\(ClientEndpoint(address: try #require(ClientAddress("::1")), port: 111))" == "[::1]:111")
    }

    @Test("Loopback is this host, and on no network but its own")
    func host() throws {
        let host = ClientHostAddresses()
        #expect(host.contains(.loopback))
        #expect(!host.contains(try #require(ClientAddress("192.0.2.77"))))
        #expect(host.isAttached(ClientAddress(ipv4: 0xFFFF_FFFF)))
    }
}
