import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// Writes and reads on one connection to a daemon whose writes go to a disk.
@Suite struct WriteOrderTests {
    private static func create(_ number: UInt32) -> CallMessage {
        .create(
            below: DirectoryID(object: 0, instance: number), [Property("name", "n\(number)")], xid: 1000 + number)
    }

    private static func server(_ test: String) throws -> (TestServer, WireClient)? {
        guard Privileges.mayUseReservedPorts(for: test) else { return nil }
        let server = try TestServer(domains: ["network": DirectoryTree()])
        return (server, try WireClient(port: server.tcpPort, isPrivileged: true))
    }

    @Test func `pipelined writes are answered in order, each on top of the one before`() throws {
        guard let (server, client) = try Self.server("WriteOrderTests") else { return }
        let calls = (0..<300 as Range<UInt32>).map(Self.create)
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        for (number, call) in calls.enumerated() {
            let reply = try client.receive()
            #expect(reply.xid == call.xid && reply.status == .ok)
            #expect(reply.id() == DirectoryID(object: UInt32(number + 1), instance: 0))
        }
        #expect(server.stop())
    }

    @Test func `a read behind an unanswered write sees the write`() throws {
        guard let (server, client) = try Self.server("WriteOrderTests") else { return }
        for number in 0..<50 as Range<UInt32> {
            let children = CallMessage.about(.children, 0)
            try client.send(WireClient.record(Self.create(number).bytes) + WireClient.record(children.bytes))
            #expect(try client.receive().status == .ok)
            let reply = try client.receive()
            #expect(reply.xid == children.xid && reply.words[1] == number + 1)
        }
        #expect(server.stop())
    }

    @Test func `a refused write between others keeps its place`() throws {
        guard let (server, client) = try Self.server("WriteOrderTests") else { return }
        let calls = [Self.create(0), Self.create(7), Self.create(1)]
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        let replies = try calls.map { _ in try client.receive() }
        #expect(replies.map(\.xid) == calls.map(\.xid))
        #expect(replies.map(\.status) == [.ok, .stale, .ok])
        #expect(server.stop())
    }

    @Test func `an answered write is there after a restart of the store`() throws {
        guard let (server, client) = try Self.server("WriteOrderTests") else { return }
        #expect(try client.call(Self.create(0)).status == .ok)
        #expect(server.stop())
        let again = try TestServer { $0.store = server.store }
        let reply = try WireClient(port: again.tcpPort).call(.about(.children, 0))
        #expect(reply.words == [0, 1, 1, 0, 1])
        #expect(again.stop())
    }
}
