import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// Passwords whose hashes take long to check, over real connections.
@Suite struct PasswordQueueTests {
    private static let slow =
        "$6$rounds=600000$slowsalt$2KXv.qixHsb7q/.yjwYQZFwX/IFhNLqvcJyqUxVD.DhbK/LKBEBU.SZX3cmZN38wFlIqkeVV247Rcgr6WL28k1"
    private static let yescrypt = "$y$j9T$abcdefghijklmnop$5ToL4.hW4ay4sMpcEpwVWy1V3UhPVAxwElVWSJAfKS9"

    /// Users 501 with a hash that takes most of a second, 502 with a modern one, 503 with an old one; 5 is open.
    private static func server(_ change: (inout SecurityPolicy) -> Void = { _ in }) throws -> TestServer {
        let hashes = [slow, yescrypt, AccessTree.aliceHash]
        var records = [
            DirectoryRecord(id: 0, instance: 0, parent: 0, children: [1, 5], properties: []),
            DirectoryRecord(
                id: 1, instance: 0, parent: 0, children: [2, 3, 4], properties: [Property("name", "users")]),
            DirectoryRecord(
                id: 5, instance: 0, parent: 0, children: [],
                properties: [Property("name", "open"), Property("_writers", "*"), Property("_writers_x", "user502")]),
        ]
        for (place, hash) in hashes.enumerated() {
            let properties: PropertyList = [
                Property("name", "user\(501 + place)"), Property("uid", "\(501 + place)"), Property("passwd", hash),
            ]
            let id = UInt32(2 + place)
            records.append(DirectoryRecord(id: id, instance: 0, parent: 1, children: [], properties: properties))
        }
        var policy = SecurityPolicy.hardened
        policy.loginDelay = 0
        policy.loginFailures = 0
        change(&policy)
        let tree = try DirectoryTree(DirectorySnapshot(records: records))
        return try TestServer(domains: ["network": tree]) {
            $0.security = .hardened
            $0.policy = policy
        }
    }

    private static func create(_ instance: UInt32, uid: UInt32?, _ password: String) -> CallMessage {
        var call = CallMessage.create(
            below: DirectoryID(object: 5, instance: instance), [Property("name", "n\(instance)")])
        if let uid { call.credential = .password(uid: uid, password) }
        return call
    }

    @Test func `writes of one connection keep their order while a password is looked at`() throws {
        let server = try Self.server()
        let client = try WireClient(port: server.tcpPort)
        let calls = [
            Self.create(0, uid: 501, "slowpw"), Self.create(1, uid: nil, ""), Self.create(2, uid: 503, "alicepw"),
            Self.create(3, uid: 501, "slowpw"), .about(.children, 5), Self.create(4, uid: 502, "yespw"),
            Self.create(5, uid: 501, "wrong"), Self.create(5, uid: nil, ""),
        ]
        try client.send(calls.flatMap { WireClient.record($0.bytes) })
        let replies = try calls.map { _ in try client.receive(within: 60) }
        #expect(replies.map(\.xid) == calls.map(\.xid))
        #expect(replies.map(\.status) == [.ok, .ok, .ok, .ok, .ok, .ok, .authenticationError, .ok])
        #expect(replies[4].words[1] == 4)
        #expect(server.stop())
    }

    @Test func `others are answered while a password is looked at`() throws {
        let server = try Self.server()
        let (writer, other) = (try WireClient(port: server.tcpPort), try WireClient(port: server.tcpPort))
        #expect(try other.call(.netInfo(.ping)).outcome == .success)
        let slow = Self.create(0, uid: 501, "slowpw")
        try writer.send(slow)
        #expect(try other.call(.about(.children, 5)).words[1] == 0)
        #expect(try other.call(Self.create(0, uid: nil, "")).status == .ok)
        #expect(throws: WireError.timeout) { try writer.receive(within: 0) }
        let reply = try writer.receive(within: 60)
        #expect(reply.xid == slow.xid && reply.status == .stale)
        #expect(server.stop())
    }

    @Test func `hashes of every kind open with their password and with no other`() throws {
        let server = try Self.server()
        let client = try WireClient(port: server.tcpPort)
        var instance: UInt32 = 0
        for (uid, password) in [(501, "slowpw"), (502, "yespw"), (503, "alicepw")] as [(UInt32, String)] {
            for wrong in ["", "x", password + "x", String(password.dropLast())] {
                let call = Self.create(instance, uid: uid, wrong)
                #expect(try client.call(call, within: 60).status == .authenticationError)
            }
            #expect(try client.call(Self.create(instance, uid: uid, password), within: 60).status == .ok)
            instance += 1
        }
        #expect(server.stop())
    }

    @Test func `a wrong password is answered after a while, and others before`() throws {
        let server = try Self.server { $0.loginDelay = 500 }
        let (guesser, other) = (try WireClient(port: server.tcpPort), try WireClient(port: server.tcpPort))
        let start = EventLoop.now
        try guesser.send(Self.create(0, uid: 503, "guess"))
        #expect(try other.call(Self.create(0, uid: 503, "alicepw")).status == .ok)
        #expect(throws: WireError.timeout) { try guesser.receive(within: 0) }
        #expect(try guesser.receive(within: 60).status == .authenticationError)
        #expect(EventLoop.now - start >= 0.5)
        #expect(server.stop())
    }

    @Test func `more than can wait are told that the master is busy`() throws {
        let server = try Self.server()
        let clients = try (0..<90).map { _ in try WireClient(port: server.tcpPort) }
        for client in clients { #expect(try client.call(.netInfo(.ping)).outcome == .success) }
        let blocker = try WireClient(port: server.tcpPort)
        try blocker.send(Self.create(0, uid: 501, "slowpw"))
        // What came later is answered, so what came before has been taken.
        #expect(try clients[0].call(.netInfo(.ping)).outcome == .success)
        for client in clients { try client.send(Self.create(0, uid: 502, "wrong")) }
        let statuses = try clients.map { try $0.receive(within: 60).status }
        let busy = statuses.count { $0 == .masterBusy }
        #expect(busy >= 1 && busy <= 90 - 60, "\(busy)")
        #expect(statuses.count { $0 == .authenticationError } == 90 - busy)
        #expect(try blocker.receive(within: 60).status == .ok)
        #expect(try clients[0].call(Self.create(1, uid: 502, "yespw"), within: 60).status == .ok)
        #expect(server.stop())
    }
}
