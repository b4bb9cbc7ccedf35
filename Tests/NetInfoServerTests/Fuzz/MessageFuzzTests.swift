import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Random calls, thrown at the programs without sockets. Nothing traps, and whatever is said is an RPC reply.
@Suite struct MessageFuzzTests {
    private static let rounds = 6000

    @Test func `damaged calls of all procedures get RPC replies or none`() throws {
        for seed in Seeds.of("MessageFuzzTests") {
            var calls = RandomCalls(random: SeededGenerator(seed: seed))
            let server = try DispatcherServer([.init("network", try Self.tree())])
            let endpoints = [server.domains["network"], server.binder, server.portmapper].compactMap { $0 }
            for round in 0..<Self.rounds {
                let message = calls.next()
                let endpoint = endpoints[min(round % 4, endpoints.count - 1)]
                let peer = PeerAddress(host: .loopback, port: Bool.random(using: &calls.random) ? 700 : 7000)
                let answer = server.answer(
                    message, to: endpoint, peer: peer, isStream: Bool.random(using: &calls.random))
                guard case .reply(let reply) = answer else { continue }
                let parsed = try? ReplyMessage(reply)
                #expect(parsed != nil, "seed \(seed), round \(round): \(message)")
                #expect(parsed.map { $0.xid == Self.xid(message) } ?? false, "seed \(seed), round \(round)")
            }
            let tree = try server.tree(of: "network")
            #expect(try DirectoryTree(rows: tree.rows).snapshot == tree.snapshot, "seed \(seed)")
            #expect(tree.checksum == tree.snapshot.checksum, "seed \(seed)")
        }
    }

    private static func xid(_ message: [UInt8]) -> UInt32 {
        message.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func tree() throws -> DirectoryTree {
        try SampleTree.flat((0..<30).map { [Property("name", "n\($0)"), Property("uid", "\($0 % 7)", "x")] })
    }
}

/// Calls that are right in most respects.
private struct RandomCalls {
    var random: SeededGenerator

    mutating func next() -> [UInt8] {
        var call = CallMessage(
            program: NIProgram.directory, version: 2, procedure: .random(in: 0..<31, using: &random),
            xid: .random(in: 0...UInt32.max, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: (call.program, call.version) = (NIProgram.binder, 1)
        case 1: (call.program, call.version) = (100_000, 2)
        case 2: call.version = .random(in: 0...3, using: &random)
        default: break
        }
        if call.program != NIProgram.directory { call.procedure = .random(in: 0..<10, using: &random) }
        if Int.random(in: 0..<6, using: &random) == 0 { call.credential = credential() }
        call.arguments = arguments()
        return damaged(call.bytes)
    }

    private mutating func credential() -> CallMessage.Credential {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .unix(uid: 0, machine: random.bytes(atMost: 20))
        case 1: .unix(uid: .random(in: 0...3, using: &random), machine: [])
        default: .raw(flavor: .random(in: 0...7, using: &random), body: random.bytes(atMost: 60))
        }
    }

    /// Small numbers, names and lists, in any order: what arguments consist of.
    private mutating func arguments() -> [UInt8] {
        var writer = XDRWriter()
        writer.write(UInt32.random(in: 0...40, using: &random))
        writer.write(UInt32.random(in: 0...3, using: &random))
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: writer.write(opaque: Array("name".utf8))
            case 1: writer.write(opaque: random.bytes(atMost: 9))
            case 2: writer.write(UInt32.random(in: 0...UInt32.max, using: &random))
            case 3: PropertyList([Property("name", "n3"), Property("_writers", "*")]).write(to: &writer)
            default: writer.write(UInt32.random(in: 0...5, using: &random))
            }
        }
        return writer.bytes()
    }

    private mutating func damaged(_ message: [UInt8]) -> [UInt8] {
        var bytes = message
        guard Int.random(in: 0..<3, using: &random) == 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes[place] = .random(in: 0...255, using: &random)
            case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            default: bytes.insert(contentsOf: random.bytes(atMost: 8), at: place)
            }
        }
        return bytes
    }
}
