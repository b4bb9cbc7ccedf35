import Glibc
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// A daemon that is told to stop.
@Suite struct DrainTests {
    @Test func `what came before the stop is answered`() throws {
        let server = try TestServer(domains: ["network": try SampleTree.heavy(megabytes: 1)])
        let client = try WireClient(port: server.tcpPort)
        let calls = (0..<100 as Range<UInt32>).map { CallMessage.about(.read, $0 % 20 == 0 ? 1 : 0, xid: $0) }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        server.beginStop()
        for call in calls { #expect(try client.receive().xid == call.xid) }
        #expect(client.socket.isClosed(within: 5))
        #expect(server.stop())
    }

    @Test func `requests on connections that nobody has taken yet are answered`() throws {
        for _ in 0..<20 {
            let server = try TestServer(domains: ["network": DirectoryTree()])
            let clients = try (0..<5).map { _ in
                let client = try WireClient(port: server.tcpPort)
                try client.send(CallMessage.netInfo(.ping))
                return client
            }
            server.beginStop()
            for client in clients { #expect(try client.receive().outcome == .success) }
            #expect(server.stop())
        }
    }

    @Test func `writes that came before the stop are answered and kept`() throws {
        guard Privileges.mayUseReservedPorts(for: "DrainTests") else { return }
        let server = try TestServer(domains: ["network": DirectoryTree()])
        let client = try WireClient(port: server.tcpPort, isPrivileged: true)
        let calls = (0..<100 as Range<UInt32>).map { number in
            CallMessage.create(below: DirectoryID(object: 0, instance: number), [], xid: number)
        }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        server.beginStop()
        for call in calls {
            let reply = try client.receive()
            #expect(reply.xid == call.xid && reply.status == .ok)
        }
        #expect(server.stop())
        let again = try TestServer { $0.store = server.store }
        #expect(try WireClient(port: again.tcpPort).call(.about(.children, 0)).words[1] == 100)
    }

    @Test func `a client that reads nothing does not hold up the stop for ever`() throws {
        var limits = TransportLimits()
        limits.drain = 0.5
        let server = try TestServer(domains: ["network": try SampleTree.heavy(megabytes: 8)], limits: limits)
        let client = try WireClient(port: server.tcpPort, receiveBuffer: 4096)
        try client.send(CallMessage.about(.read, 1))
        let half = try WireClient(port: server.tcpPort)
        try half.send([0x80, 0])
        usleep(50_000)
        #expect(server.stop(within: 5))
        #expect(half.socket.isClosed(within: 1))
    }

    @Test func `a stopped daemon leaves its port`() throws {
        let server = try TestServer()
        let port = server.tcpPort
        #expect(server.stop())
        #expect(throws: WireError.closed) { try WireClient(port: port) }
    }
}
