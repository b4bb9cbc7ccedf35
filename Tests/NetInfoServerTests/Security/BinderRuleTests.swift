import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing
import XDR

/// What root may do to the binder, and what the binder does with it.
@Suite struct BinderRuleTests {
    private static func server(_ change: (inout SecurityPolicy) -> Void = { _ in }) throws -> TestServer {
        var policy = SecurityPolicy.hardened
        change(&policy)
        return try TestServer(domains: ["network": try AccessTree.make()], sockets: true) {
            $0.security = .hardened
            $0.policy = policy
        }
    }

    private static func register(_ tag: String, _ udp: UInt32, _ tcp: UInt32) -> CallMessage {
        .binder(.register) { writer in
            writer.write(opaque: Array(tag.utf8))
            writer.write(udp)
            writer.write(tcp)
        }
    }

    private static func about(_ procedure: NIBinderProcedure, _ tag: String) -> CallMessage {
        .binder(procedure) { $0.write(opaque: Array(tag.utf8)) }
    }

    @Test func `a server is registered when it answers at its port`() throws {
        let server = try Self.server()
        let other = try TestServer(domains: ["network": try SampleTree.flat([])])
        let root = try WireClient(path: server.socketPath)
        let before = try root.call(.binder(.listreg))
        #expect(try root.call(Self.register("dead", 9, 9)).status == .noResponse)
        #expect(try root.call(Self.register("dead", 0, 0)).status == .noResponse)
        #expect(try root.call(Self.register("dead", 70_000, 9)).status == .noResponse)
        for tag in ["", ".", "..", "a/b", "../x", String(repeating: "x", count: 300)] {
            #expect(try root.call(Self.register(tag, UInt32(other.udpPort), 9)).status == .systemError, "\(tag)")
        }
        #expect(try root.call(.binder(.listreg)).results == before.results)
        #expect(server.log.contains("refused to register a server that does not answer"))
        #expect(try root.call(Self.register("other", UInt32(other.udpPort), UInt32(other.tcpPort))).status == .ok)
        #expect(
            try root.call(Self.about(.getregister, "other")).words
                == [0, other.udpPort, other.tcpPort].map(UInt32.init))
        #expect(server.stop() && other.stop())
    }

    @Test func `registrations are believed when the setting says so`() throws {
        let server = try Self.server { $0.registrations = .unchecked }
        let root = try WireClient(path: server.socketPath)
        #expect(try root.call(Self.register("dead", 9, 9)).status == .ok)
        #expect(server.stop())
    }

    @Test func `passwords do not count for the binder`() throws {
        let server = try Self.server()
        let client = try WireClient(port: server.tcpPort)
        for password in ["", AccessTree.rootPassword] {
            for procedure in [NIBinderProcedure.createmaster, .destroydomain, .unregister] {
                var call = Self.about(procedure, "network")
                call.credential = .password(uid: 0, password)
                #expect(try client.call(call).status == .permissionDenied)
            }
        }
        #expect(server.log.contains("a change of the registry"))
        #expect(try client.call(Self.about(.getregister, "network")).status == .ok)
        #expect(server.stop())
    }

    @Test func `a destroyed domain is in the trash, or gone`() throws {
        for setting in SecurityPolicy.DestroyedDomains.allCases {
            let server = try Self.server { $0.destroyedDomains = setting }
            let root = try WireClient(path: server.socketPath)
            let trash = "\(server.store)/trash"
            for round in 1...2 {
                #expect(try root.call(Self.about(.createmaster, "lab")).status == .ok)
                #expect(try root.call(Self.about(.destroydomain, "lab")).status == .ok)
                #expect(try root.call(Self.about(.getregister, "lab")).status == .noTag)
                let kept = ((try? FileManager.default.contentsOfDirectory(atPath: trash)) ?? []).sorted()
                guard setting == .trash else {
                    #expect(kept.isEmpty)
                    continue
                }
                #expect(kept.count == round && kept.allSatisfy { $0.hasPrefix("lab-2") }, "\(kept)")
                #expect(FileManager.default.fileExists(atPath: "\(trash)/\(kept[0])/sqlindex"))
            }
            #expect(!FileManager.default.fileExists(atPath: "\(server.store)/nodes/lab"))
            #expect(server.stop())
        }
    }
}
