import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Clients that send records in ways nobody should. Each time somebody else is answered within a second.
@Suite(.serialized) struct HostileRecordTests {
    private let server: TestServer
    private var isServing: Bool { Bystander.isAnswered(port: server.tcpPort) }

    init() throws {
        server = try TestServer(domains: ["network": try SampleTree.flat([[Property("name", "only")]])])
    }

    private func client() throws -> WireClient { try WireClient(port: server.tcpPort) }

    @Test func `half a record delays nobody`() throws {
        let client = try client()
        let call = CallMessage.about(.read, 1)
        let padded = CallMessage.netInfo(.ping) { $0.append([UInt8](repeating: 0, count: 60)) }
        try client.send(Array(WireClient.record(padded.bytes).prefix(14)))
        #expect(isServing)
        try client.send(Array(WireClient.record(padded.bytes).dropFirst(14)))
        #expect(try client.receive().xid == padded.xid)
        #expect(try client.call(call).status == .ok)
    }

    @Test func `a fragment fed byte by byte delays nobody`() throws {
        let client = try client()
        try client.send(WireClient.fragment(CallMessage.netInfo(.ping).bytes, isLast: false))
        try client.send(WireClient.mark(50, isLast: true))
        for byte in 0..<10 as Range<UInt8> {
            try client.send([byte])
            #expect(isServing)
        }
        try client.send([UInt8](repeating: 0, count: 40))
        #expect(try client.receive().outcome == .success)
    }

    @Test func `a large record announced and not sent costs nothing`() throws {
        let before = Memory.resident
        let clients = try (0..<50).map { _ in try client() }
        for client in clients {
            try client.send(WireClient.mark(8_000_000, isLast: true) + [UInt8](repeating: 0, count: 10))
        }
        #expect(isServing)
        #expect(Memory.resident - before < 50 << 20)
        let honest = try client()
        let call = CallMessage.netInfo(.ping) { $0.append([UInt8](repeating: 0, count: 199_960)) }
        let record = WireClient.record(call.bytes)
        #expect(record.count == 200_004)
        try honest.send(Array(record.prefix(14)))
        #expect(isServing)
        try honest.send(Array(record.dropFirst(14)))
        #expect(try honest.receive().xid == call.xid)
    }

    @Test(arguments: [0x7FFF_FFFF, 8 << 20 + 1] as [UInt32])
    func `a record above the limit closes the connection`(size: UInt32) throws {
        let client = try client()
        try client.send(WireClient.mark(size, isLast: true) + [UInt8](repeating: 0, count: 10))
        #expect(client.socket.isClosed(within: 5))
        #expect(isServing)
        #expect(server.log.contains("its request breaks a limit"))
    }

    @Test func `fragments that together pass the limit close the connection`() throws {
        let client = try client()
        let fragment = WireClient.fragment([UInt8](repeating: 7, count: 1 << 20), isLast: false)
        var isClosed = false
        for _ in 0..<10 where !isClosed {
            do throws(WireError) { try client.send(fragment) } catch { isClosed = true }
        }
        #expect(isClosed || client.socket.isClosed(within: 5))
        #expect(isServing)
    }

    @Test func `an honest call in two fragments is answered, wherever it is cut`() throws {
        let client = try client()
        let call = CallMessage.about(.read, 1)
        let expected = try client.call(call)
        for cut in 1..<call.bytes.count {
            let head = WireClient.fragment(Array(call.bytes.prefix(cut)), isLast: false)
            try client.send(head + WireClient.fragment(Array(call.bytes.dropFirst(cut)), isLast: true))
            #expect(try client.receive() == expected, "cut at \(cut)")
        }
    }

    @Test func `a call of many fragments of one byte is answered`() throws {
        let client = try client()
        let call = CallMessage.about(.read, 1)
        let bytes = call.bytes.enumerated().flatMap { place, byte in
            WireClient.fragment([byte], isLast: place == call.bytes.count - 1)
        }
        try client.send(bytes)
        #expect(try client.receive().status == .ok)
    }

    @Test func `records in one segment are answered in their order`() throws {
        let client = try client()
        let calls = (1...100).map { CallMessage.about(.read, 1, xid: $0) }
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        for call in calls { #expect(try client.receive().xid == call.xid) }
    }

    @Test func `a record cut anywhere and finished later is answered`() throws {
        let client = try client()
        let call = CallMessage.about(.read, 1)
        let record = WireClient.record(call.bytes)
        let expected = try client.call(call)
        for cut in 1..<record.count {
            try client.send(Array(record.prefix(cut)))
            #expect(isServing)
            try client.send(Array(record.dropFirst(cut)))
            #expect(try client.receive() == expected, "cut at \(cut)")
        }
    }

    @Test func `a record cut anywhere and abandoned harms nobody`() throws {
        let record = WireClient.record(CallMessage.about(.read, 1).bytes)
        for cut in 1..<record.count {
            let client = try client()
            try client.send(Array(record.prefix(cut)))
            client.socket.finishSending()
            #expect(client.socket.isClosed(within: 5), "cut at \(cut)")
        }
        #expect(isServing)
    }

    @Test(arguments: ImpossibleStream.all)
    func `an impossible stream closes the connection`(_ stream: ImpossibleStream) throws {
        let client = try client()
        try? client.send(stream.bytes)
        #expect(client.socket.isClosed(within: 5))
        #expect(isServing)
    }
}

/// Bytes that no client means.
struct ImpossibleStream: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]

    static let all = [
        ImpossibleStream(testDescription: "zeros", bytes: [UInt8](repeating: 0, count: 8192)),
        ImpossibleStream(
            testDescription: "2,000 empty fragments",
            bytes: (0..<2000).flatMap { _ in WireClient.mark(0, isLast: false) }),
        ImpossibleStream(testDescription: "empty records", bytes: WireClient.mark(0, isLast: true)),
        ImpossibleStream(testDescription: "a reply", bytes: WireClient.record(reply)),
        ImpossibleStream(testDescription: "a credential of 5,000 bytes", bytes: WireClient.record(hugeCredential)),
        ImpossibleStream(
            testDescription: "39 bytes", bytes: WireClient.record([UInt8](CallMessage.netInfo(.ping).bytes.prefix(39)))),
        ImpossibleStream(
            testDescription: "2,000 fragments",
            bytes: (0..<2000).flatMap { _ in WireClient.fragment([0], isLast: false) }),
    ]

    private static var reply: [UInt8] {
        var bytes = CallMessage.netInfo(.ping).bytes
        bytes[7] = 1
        return bytes
    }

    private static var hugeCredential: [UInt8] {
        var call = CallMessage.netInfo(.ping)
        call.credential = .raw(flavor: 1, body: [UInt8](repeating: 1, count: 5000))
        return call.bytes
    }
}
