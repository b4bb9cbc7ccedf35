import Glibc
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

/// Clients that ask for much and read little, and clients in great numbers.
@Suite(.serialized) struct HostileReaderTests {
    @Test func `readers that never read delay nobody, and get everything when they do`() throws {
        let server = try TestServer(domains: ["network": try SampleTree.heavy(megabytes: 4)])
        let clients = try (0..<20).map { _ in try WireClient(port: server.tcpPort, receiveBuffer: 4096) }
        let calls = (1...4).map { CallMessage.about(.read, 1, xid: $0) }
        for client in clients { try client.send(calls.flatMap { WireClient.record($0.bytes) }) }
        for _ in 0..<5 { #expect(Bystander.isAnswered(port: server.tcpPort)) }
        let expected = try WireClient(port: server.tcpPort).call(calls[0])
        #expect(expected.results.count > 4 << 20)
        for call in calls {
            let reply = try clients[0].receive(within: 20)
            #expect(reply.xid == call.xid && reply.results == expected.results)
        }
        #expect(Bystander.isAnswered(port: server.tcpPort))
    }

    @Test func `what was asked before half-closing is answered to the last byte`() throws {
        let server = try TestServer(domains: ["network": try SampleTree.heavy(megabytes: 1)])
        let client = try WireClient(port: server.tcpPort)
        let calls = (1...200).map { CallMessage.about(.read, $0 % 20 == 0 ? 1 : 0, xid: $0) }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        client.socket.finishSending()
        for call in calls { #expect(try client.receive().xid == call.xid) }
        #expect(client.socket.isClosed(within: 5))
    }

    @Test func `writes sent before half-closing are answered to the last byte`() throws {
        guard Privileges.mayUseReservedPorts(for: "HostileReaderTests") else { return }
        let server = try TestServer(domains: ["network": DirectoryTree()])
        let client = try WireClient(port: server.tcpPort, isPrivileged: true)
        let calls = (0..<200 as Range<UInt32>).map { number in
            CallMessage.create(
                below: DirectoryID(object: 0, instance: number), [Property("name", "n\(number)")], xid: number + 1)
        }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        client.socket.finishSending()
        for call in calls {
            let reply = try client.receive()
            #expect(reply.xid == call.xid && reply.status == .ok)
        }
        #expect(client.socket.isClosed(within: 5))
    }

    @Test func `two thousand half records and a hundred dead readers delay nobody`() throws {
        let server = try TestServer(domains: ["network": try SampleTree.heavy(megabytes: 1)])
        let count = Descriptors.available(for: 2000)
        let half = Array(WireClient.record(CallMessage.about(.read, 1).bytes).prefix(14))
        let partial = try (0..<count).map { _ in
            let client = try WireClient(port: server.tcpPort)
            try client.send(half)
            return client
        }
        let readers = try (0..<min(100, count)).map { _ in
            let client = try WireClient(port: server.tcpPort, receiveBuffer: 4096)
            for _ in 0..<4 { try client.send(CallMessage.about(.read, 1)) }
            return client
        }
        for _ in 0..<5 { #expect(Bystander.isAnswered(port: server.tcpPort)) }
        #expect(partial.count + readers.count == count + min(100, count))
    }
}

/// The descriptors of this process, which is server and clients at once.
private enum Descriptors {
    /// How many connections a test can have that wants `wanted`; a loud line when fewer.
    static func available(for wanted: Int) -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = min(wanted, (Int(clamping: limit.rlim_cur) - 600) / 2)
        if count < wanted { print("NOTE: \(count) connections instead of \(wanted): the limit on open files is low") }
        return max(count, 1)
    }
}
