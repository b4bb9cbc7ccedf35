import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Messages that are wrong in themselves.
@Suite(.serialized) struct HostileMessageTests {
    @Test(arguments: WireServer.Way.allCases)
    func `another RPC version is told which one is right`(way: WireServer.Way) throws {
        let server = try WireServer(way)
        var call = CallMessage.netInfo(.ping)
        call.rpcVersion = 3
        #expect(try server.call(call).outcome == .versionMismatch(low: 2, high: 2))
        #expect(try server.call(.netInfo(.ping)).outcome == .success)
    }

    @Test(arguments: WireServer.Way.allCases)
    func `a malformed credential is refused`(way: WireServer.Way) throws {
        let server = try WireServer(way)
        for credential in MalformedCredential.all {
            var call = CallMessage.netInfo(.ping)
            call.credential = credential
            #expect(try server.call(call).outcome == .authenticationError(1), "\(credential)")
        }
        for flavor in [2, 3, 6, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32] {
            var call = CallMessage.netInfo(.ping)
            call.credential = .raw(flavor: flavor, body: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
            guard case .authenticationError = try server.call(call).outcome else {
                Issue.record("flavour \(flavor) is accepted")
                continue
            }
        }
        #expect(try server.call(.netInfo(.ping)).outcome == .success)
    }

    @Test func `a malformed credential prints nothing`() throws {
        guard let daemon = try DaemonProcess(descriptors: 256, for: "HostileMessageTests") else { return }
        for credential in MalformedCredential.all {
            var call = CallMessage.netInfo(.ping)
            call.credential = credential
            #expect(try WireClient(port: daemon.tcpPort).call(call).outcome == .authenticationError(1))
            #expect(try DatagramClient(port: daemon.udpPort).call(call).outcome == .authenticationError(1))
        }
        #expect(daemon.stop() == 0)
        #expect(daemon.output.isEmpty)
        #expect(!daemon.errors.contains("bad auth_len"))
    }

    @Test func `a short datagram sees nothing of the one before it`() throws {
        let server = try TestServer()
        let secret = Array("the secret of somebody else ".utf8)
        let victim = try DatagramClient(port: server.udpPort)
        let spy = try DatagramClient(port: server.udpPort)
        for size in [40, 44, 48, 100] {
            let tag = (0..<20).flatMap { _ in secret }
            _ = try victim.call(
                .netInfo(.bind) { writer in
                    writer.write(opaque: tag)
                    writer.write(0 as UInt32)
                })
            let padding = max(0, size - 44)
            let call = CallMessage.netInfo(.bind) { writer in
                if size >= 44 { writer.write(200 as UInt32) }
                writer.append([UInt8](repeating: 0, count: padding))
            }
            try spy.send(call.bytes)
            let reply = try spy.receiveMessage()
            #expect(reply.count == 24)
            #expect(try ReplyMessage(reply).outcome == .garbageArguments)
        }
    }

    @Test func `datagrams that are no calls are ignored`() throws {
        let server = try TestServer()
        let client = try DatagramClient(port: server.udpPort)
        let call = CallMessage.netInfo(.ping).bytes
        for length in 0..<40 { try client.send(Array(call.prefix(length))) }
        var reply = call
        reply[7] = 1
        try client.send(reply)
        try client.send([UInt8](repeating: 0xFF, count: 60_000))
        #expect(try client.call(.netInfo(.ping)).outcome == .success)
    }
}

/// AUTH_UNIX bodies whose parts do not add up.
enum MalformedCredential {
    static let all: [CallMessage.Credential] = [
        body([]),
        body([1]),
        body([1, 4]),
        // A machine name longer than the body.
        body([1, 200, 0, 0, 0]),
        // More groups than there are.
        body([1, 0, 5, 5, 16]),
        // More groups than allowed.
        body([1, 0, 5, 5, 17] + [UInt32](repeating: 7, count: 17)),
        // A machine name above 255 bytes.
        body([1, 300] + [UInt32](repeating: 0x6161_6161, count: 75) + [5, 5, 0]),
        // Lengths that wrap.
        body([1, 0xFFFF_FFFF, 5, 5, 0]),
        body([1, 0, 5, 5, 0x4000_0000]),
    ]

    private static func body(_ words: [UInt32]) -> CallMessage.Credential {
        .raw(flavor: 1, body: words.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } })
    }
}
