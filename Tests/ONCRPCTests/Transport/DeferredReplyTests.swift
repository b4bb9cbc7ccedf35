import Foundation
import NetInfoTesting
import ONCRPC
import Testing

/// Replies that come later than their calls, on one connection.
@Suite struct DeferredReplyTests {
    @Test func `replies keep the order of their calls, whichever is ready first`() throws {
        let server = try LoopServer()
        let client = try server.client()
        let calls = (0..<20 as Range<UInt32>).map { DelayProgram.call(2, xid: $0, milliseconds: (20 - $0) * 5) }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        for call in calls { #expect(try client.receive().xid == call.xid) }
    }

    @Test func `a call that must not be pipelined waits for those before it`() throws {
        let server = try LoopServer()
        let client = try server.client()
        let calls = [
            DelayProgram.call(2, xid: 1, milliseconds: 60), DelayProgram.call(3, xid: 2, milliseconds: 40),
            DelayProgram.call(1, xid: 3), DelayProgram.call(2, xid: 4, milliseconds: 1), DelayProgram.call(1, xid: 5),
        ]
        let start = EventLoop.now
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        for call in calls { #expect(try client.receive().xid == call.xid) }
        #expect(EventLoop.now - start >= 0.1)
    }

    @Test func `a waiting record is kept whole, wherever the reads cut it`() throws {
        let server = try LoopServer()
        let first = WireClient.record(DelayProgram.call(2, xid: 1, milliseconds: 150).bytes)
        let second = WireClient.record(DelayProgram.call(1, xid: 2, padding: 8).bytes)
        let third = WireClient.record(DelayProgram.call(1, xid: 3).bytes)
        let cuts = 0...second.count
        let clients = try cuts.map { _ in try server.client() }
        for (client, cut) in zip(clients, cuts) { try client.send(first + second.prefix(cut)) }
        usleep(50_000)
        for (client, cut) in zip(clients, cuts) { try client.send(second.dropFirst(cut) + third) }
        for (client, cut) in zip(clients, cuts) {
            for xid in 1...3 as ClosedRange<UInt32> {
                #expect((try? client.receive(within: 5))?.xid == xid, "cut at \(cut)")
            }
        }
    }

    @Test func `no more calls are started than may be unanswered`() throws {
        var limits = TransportLimits()
        limits.pending = 4
        let server = try LoopServer(limits: limits)
        let client = try server.client()
        let calls = (0..<12 as Range<UInt32>).map { DelayProgram.call(2, xid: $0, milliseconds: 30) }
        let start = EventLoop.now
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        for call in calls { #expect(try client.receive().xid == call.xid) }
        #expect(EventLoop.now - start >= 0.09)
    }

    @Test func `what was asked before half-closing is answered, however late`() throws {
        let server = try LoopServer()
        let client = try server.client()
        let calls = (1...10 as ClosedRange<UInt32>).map { number in
            DelayProgram.call(1 + number % 3, xid: number, milliseconds: 20)
        }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        client.socket.finishSending()
        for call in calls { #expect(try client.receive().xid == call.xid) }
        #expect(client.socket.isClosed(within: 5))
    }

    @Test func `a client that leaves takes its unanswered calls along`() throws {
        let server = try LoopServer()
        for _ in 0..<20 {
            let client = try server.client()
            try client.send(DelayProgram.call(2, xid: 1, milliseconds: 30))
        }
        let patient = try server.client()
        for number in 0..<5 as Range<UInt32> {
            let call = DelayProgram.call(2, xid: number, milliseconds: 15)
            #expect(try patient.call(call).results == call.arguments)
        }
    }

    @Test func `calls behind unread replies are answered in order`() throws {
        let server = try LoopServer()
        let client = try WireClient(port: server.port, receiveBuffer: 4096)
        let calls = (0..<40 as Range<UInt32>).map { number in
            DelayProgram.call(1 + number % 2, xid: number, milliseconds: 1, padding: 200_000)
        }
        let sender = Thread {
            for call in calls { try? client.send(call) }
        }
        sender.start()
        usleep(200_000)
        for call in calls { #expect(try client.receive().results == call.arguments) }
    }
}
