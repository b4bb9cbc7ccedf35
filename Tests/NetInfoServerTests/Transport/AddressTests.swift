import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Which addresses requests come to and replies come from.
@Suite struct AddressTests {
    /// The clients' sockets are connected: they get nothing that comes from another address than the one asked.
    @Test(arguments: ["127.0.0.1", "127.0.0.2", "127.3.2.1"])
    func `a datagram is answered from the address it was sent to`(address: String) throws {
        let server = try TestServer { $0.listen = [] }
        let host = try #require(HostAddress(address))
        let client = try DatagramClient(port: server.udpPort, host: host)
        #expect(try client.call(.netInfo(.ping)).outcome == .success)
        #expect(Bystander.isAnswered(port: server.tcpPort, host: host))
    }

    @Test func `a datagram to another address of the host is answered from there`() throws {
        guard let own = HostInterfaces().external.first?.address else {
            print("SKIPPED: AddressTests needs an address that is not loopback")
            return
        }
        let server = try TestServer { $0.listen = [] }
        let client = try DatagramClient(port: server.udpPort, host: own)
        #expect(try client.call(.netInfo(.ping)).outcome == .success)
    }

    @Test func `IPv6 is served like IPv4`() throws {
        let loopback = try #require(HostAddress("::1"))
        let server: TestServer
        do {
            server = try TestServer { $0.listen = ["::1"] }
        } catch {
            print("SKIPPED: AddressTests needs IPv6 on loopback: \(error)")
            return
        }
        #expect(Bystander.isAnswered(port: server.tcpPort, host: loopback))
        let client = try DatagramClient(port: server.udpPort, host: loopback)
        #expect(try client.call(.netInfo(.ping)).outcome == .success)
        guard Privileges.mayUseReservedPorts(for: "AddressTests") else { return }
        let root = try WireClient(port: server.tcpPort, host: loopback, isPrivileged: true)
        let call = CallMessage.netInfo(.writeprop) { writer in
            for word in [0, 0, 0, 0] as [UInt32] { writer.write(word) }
        }
        #expect(try root.call(call).status == .stale)
    }

    @Test func `a repeated datagram is answered again and not carried out again`() throws {
        let server = try TestServer()
        let client = try DatagramClient(port: server.udpPort)
        let call = CallMessage.netInfo(.ping)
        let replies = try (0..<5).map { _ in try client.call(call) }
        #expect(Set(replies).count == 1)
        let statistics = try WireClient(port: server.tcpPort).call(.netInfo(.statistics))
        let ping = try PropertyList(encoded: statistics.results).values(of: "ping")
        #expect(ping?.prefix(2).map { String(decoding: $0, as: UTF8.self) } == ["0", "1"])
        _ = try client.call(.netInfo(.ping))
        let later = try WireClient(port: server.tcpPort).call(.netInfo(.statistics))
        #expect(try PropertyList(encoded: later.results).values(of: "ping")?[1] == Array("2".utf8))
    }
}
