import Glibc
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// What one server lets its clients use.
@Suite struct TransportLimitTests {
    private static func limits(_ change: (inout TransportLimits) -> Void) -> TransportLimits {
        var limits = TransportLimits()
        change(&limits)
        return limits
    }

    private static let half = Array(WireClient.record(CallMessage.about(.read, 0).bytes).prefix(14))

    @Test func `half a record that stands still is cut off, an idle connection is not`() throws {
        let server = try TestServer(limits: Self.limits { $0.stall = 0.5 })
        let idle = try WireClient(port: server.tcpPort)
        _ = try idle.call(.netInfo(.ping))
        let stalled = try WireClient(port: server.tcpPort)
        try stalled.send(Self.half)
        let dripping = try WireClient(port: server.tcpPort)
        let start = EventLoop.now
        try dripping.send(WireClient.mark(1000, isLast: true))
        while EventLoop.now - start < 10 {
            do throws(WireError) { try dripping.send([0]) } catch { break }
            if dripping.socket.isClosed(within: 0.1) { break }
        }
        #expect(EventLoop.now - start < 8)
        #expect(stalled.socket.isClosed(within: 5))
        #expect(try idle.call(.netInfo(.ping)).outcome == .success)
        #expect(server.log.contains("half done"))
    }

    @Test func `a reader that stands still is cut off, a slow one is not`() throws {
        let server = try TestServer(
            domains: ["network": try SampleTree.heavy(megabytes: 16)], limits: Self.limits { $0.stall = 2 })
        let dead = try WireClient(port: server.tcpPort, receiveBuffer: 4096)
        let slow = try WireClient(port: server.tcpPort, receiveBuffer: 16_384)
        for client in [dead, slow] { try client.send(CallMessage.about(.read, 1)) }
        let start = EventLoop.now
        while EventLoop.now - start < 5 {
            _ = try slow.socket.receive(exactly: 20_000)
            usleep(8000)
        }
        #expect(server.log.lines.filter { $0.contains("half done") }.count == 1)
        #expect(dead.socket.isClosed(within: 5))
        #expect(Bystander.isAnswered(port: server.tcpPort))
    }

    @Test func `beyond the limit the connection unused for longest gives way`() throws {
        let server = try TestServer(limits: Self.limits { $0.connections = 8 })
        let clients = try (0..<8).map { _ in try WireClient(port: server.tcpPort) }
        for client in clients { _ = try client.call(.netInfo(.ping)) }
        _ = try clients[0].call(.netInfo(.ping))
        let newcomer = try WireClient(port: server.tcpPort)
        #expect(try newcomer.call(.netInfo(.ping)).outcome == .success)
        #expect(clients[1].socket.isClosed(within: 5))
        for client in [clients[0]] + clients[2...] {
            #expect(try client.call(.netInfo(.ping)).outcome == .success)
        }
        #expect(server.onLoop { $0.connectionCounts } == ["8", "8", "8", "1"])
    }

    @Test func `one peer cannot take all connections`() throws {
        guard let own = HostInterfaces().external.first?.address else {
            print("SKIPPED: TransportLimitTests needs an address that is not loopback")
            return
        }
        let server = try TestServer(limits: Self.limits { $0.connectionsPerPeer = 4 }) { $0.listen = [] }
        let local = try WireClient(port: server.tcpPort)
        _ = try local.call(.netInfo(.ping))
        let clients = try (0..<6).map { _ in
            let client = try WireClient(port: server.tcpPort, host: own)
            _ = try client.call(.netInfo(.ping))
            return client
        }
        for client in clients.prefix(2) { #expect(client.socket.isClosed(within: 5)) }
        for client in clients.suffix(4) { #expect(try client.call(.netInfo(.ping)).outcome == .success) }
        #expect(try local.call(.netInfo(.ping)).outcome == .success)
    }

    @Test func `above the limit on memory the oldest holder gives way`() throws {
        let server = try TestServer(limits: Self.limits { $0.buffered = 2 << 20 })
        let idle = try WireClient(port: server.tcpPort)
        _ = try idle.call(.netInfo(.ping))
        let holders = try (0..<8).map { _ in
            let client = try WireClient(port: server.tcpPort)
            try client.send(WireClient.mark(1 << 20, isLast: true) + [UInt8](repeating: 0, count: 400_000))
            _ = try idle.call(.netInfo(.ping))
            return client
        }
        #expect(holders[0].socket.isClosed(within: 5))
        #expect(Bystander.isAnswered(port: server.tcpPort))
        #expect(try idle.call(.netInfo(.ping)).outcome == .success)
        let last = try #require(holders.last)
        #expect(!last.socket.isClosed(within: 0.1))
    }

    @Test func `a server full of stalled readers still gives memory back`() throws {
        let server = try TestServer(
            domains: ["network": try SampleTree.heavy(megabytes: 8)], limits: Self.limits { $0.buffered = 16 << 20 })
        let readers = try (0..<10).map { _ in
            let client = try WireClient(port: server.tcpPort, receiveBuffer: 4096)
            try client.send(CallMessage.about(.read, 1))
            return client
        }
        #expect(Bystander.isAnswered(port: server.tcpPort))
        let closed = server.onLoop { $0.connectionCounts[3] }.flatMap { Int($0) } ?? 0
        #expect(closed >= 3 && closed <= readers.count)
    }
}
