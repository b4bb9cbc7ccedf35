import NetInfoClient
import NetInfoProtocol
import ONCRPC
import Synchronization
import Testing
import XDR

@Suite("Connections to a server")
struct NetInfoConnectionTests {
    private func connect(_ server: ScriptedServer, seconds: Int = 5) throws -> NetInfoConnection {
        try NetInfoConnection(
            to: ClientEndpoint(address: .loopback, port: server.port), tag: Array("t".utf8),
            deadline: .after(.seconds(seconds)))
    }

    @Test("A status other than OK is thrown")
    func status() throws {
        let server = try ScriptedServer { _ in .results(words(5)) }
        defer { server.stop() }
        let connection = try connect(server)
        let error = #expect(throws: NetInfoClientError.self) { try connection.root() }
        #expect(error?.status == .noDirectory)
        #expect(error?.transport == nil)
    }

    @Test("A connection closed by the server is made anew once, and the call repeated")
    func reconnect() throws {
        let calls = Atomic<Int>(0)
        let server = try ScriptedServer { _ in
            calls.add(1, ordering: .relaxed).oldValue == 1 ? .disconnect : .results(words(0, 0, 7))
        }
        defer { server.stop() }
        let connection = try connect(server)
        #expect(try connection.root() == DirectoryID(object: 0, instance: 7))
        #expect(try connection.root() == DirectoryID(object: 0, instance: 7))
        #expect(server.calls.count == 3)
    }

    @Test("A server that always hangs up is given up after the second time")
    func hangUp() throws {
        let server = try ScriptedServer { _ in .disconnect }
        defer { server.stop() }
        let connection = try connect(server)
        let error = #expect(throws: NetInfoClientError.self) { try connection.root() }
        #expect(error?.status == .failed)
        #expect(error?.transport?.isDisconnection == true)
        #expect(server.calls.count == 2)
    }

    @Test("A server that says nothing is left at the deadline")
    func silence() throws {
        let server = try ScriptedServer { _ in .silence }
        defer { server.stop() }
        let connection = try connect(server)
        connection.deadline = .after(.milliseconds(100))
        let error = #expect(throws: NetInfoClientError.self) { try connection.root() }
        #expect(error?.transport?.reason == .timedOut)
    }

    @Test("An unavailable procedure fails at once")
    func unavailable() throws {
        let server = try ScriptedServer { _ in .refusal(3) }
        defer { server.stop() }
        let connection = try connect(server)
        let error = #expect(throws: NetInfoClientError.self) { try connection.root() }
        #expect(error?.status == .failed)
        #expect(error?.transport?.reason == .refused(.procedureUnavailable))
        #expect(server.calls.count == 1)
    }

    @Test(
        "Replies that make no sense are refused",
        arguments: [
            words(0x8000_0008, 1, 2), words(0xFFFF_FFFF), words(0x8000_0000),
        ])
    func nonsense(_ bytes: [UInt8]) throws {
        let server = try ScriptedServer { _ in .raw(bytes) }
        defer { server.stop() }
        let connection = try connect(server)
        let error = #expect(throws: NetInfoClientError.self) { try connection.root() }
        #expect([.malformedReply, .replyTooLong].contains(error?.transport?.reason))
    }

    @Test("A count that the reply cannot hold is refused")
    func counts() throws {
        let server = try ScriptedServer { _ in .results(words(0, 0x000F_FFFF, 1)) }
        defer { server.stop() }
        let connection = try connect(server)
        let error = #expect(throws: NetInfoClientError.self) { try connection.children(of: 0) }
        #expect(error?.transport?.reason == .malformedReply)
    }

    @Test("Calls sent in a row are answered in a row")
    func pipeline() throws {
        let server = try ScriptedServer { call in .results(words(0) + call.arguments[..<8]) }
        defer { server.stop() }
        let connection = try connect(server)
        var sent: [UInt32] = []
        for object in 0..<50 as Range<UInt32> {
            let id = DirectoryID(object: object, instance: 1)
            sent.append(try connection.submit(.self) { id.write(to: &$0) })
        }
        for object in 0..<50 as Range<UInt32> {
            let (xid, result) = try connection.collect { (reader) throws(XDRError) in try DirectoryID(from: &reader) }
            #expect(xid == sent[Int(object)])
            #expect(try result.get() == DirectoryID(object: object, instance: 1))
        }
    }

    @Test("A port that a binder answers on leads to the port of the tag")
    func binder() throws {
        let domain = try ScriptedServer { _ in .results(words(0, 0, 9)) }
        defer { domain.stop() }
        let port = UInt32(domain.port)
        let binder = try ScriptedServer { call in
            call.program == NIProgram.binder ? .results(words(0, 1, port)) : .refusal(1)
        }
        defer { binder.stop() }
        let reference = ServerTag(host: "127.0.0.1", port: binder.port, tag: Array("t".utf8))
        let found = try DomainResolver(deadline: .after(.seconds(5))).open(reference)
        #expect(try found.connection.root().instance == 9)
        #expect(found.connection.endpoint.port == domain.port)
    }
}
