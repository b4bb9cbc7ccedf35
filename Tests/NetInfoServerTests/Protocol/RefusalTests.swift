import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// What is refused at the level of RPC, over every transport (`protocol.md` 1.6, 12.4).
@Suite struct RefusalTests {
    @Test(arguments: WireServer.Way.allCases)
    func `unknown programs, versions and procedures are named as such`(way: WireServer.Way) throws {
        let server = try WireServer(way)
        #expect(
            try server.call(CallMessage(program: 77, version: 1, procedure: 0)).outcome == .programUnavailable)
        let wrongVersion = CallMessage(program: NIProgram.directory, version: 3, procedure: 0)
        #expect(try server.call(wrongVersion).outcome == .programMismatch(low: 2, high: 2))
        let wrongProcedure = CallMessage(program: NIProgram.directory, version: 2, procedure: 29)
        let expected = way == .udp ? ReplyMessage.Outcome.authenticationError(5) : .procedureUnavailable
        #expect(try server.call(wrongProcedure).outcome == expected)
    }

    @Test(arguments: [WireServer.Way.dispatcher, .tcp])
    func `arguments cut short are garbage`(way: WireServer.Way) throws {
        let server = try WireServer(way)
        let complete: [NIProcedure: [UInt8]] = Self.arguments
        for (procedure, bytes) in complete {
            for cut in 0..<bytes.count {
                let call = CallMessage(
                    program: NIProgram.directory, version: 2, procedure: procedure.rawValue,
                    arguments: Array(bytes.prefix(cut)))
                #expect(try server.call(call).outcome == .garbageArguments, "\(procedure) cut at \(cut)")
            }
            let call = CallMessage(
                program: NIProgram.directory, version: 2, procedure: procedure.rawValue, arguments: bytes)
            #expect(try server.call(call).outcome != .garbageArguments, "\(procedure)")
        }
    }

    @Test func `UDP serves PING and BIND of a domain, and nothing that changes the binder`() throws {
        let server = try TestServer()
        let client = try DatagramClient(port: server.udpPort)
        for procedure in NIProcedure.allCases where procedure != .ping && procedure != .bind {
            #expect(try client.call(.netInfo(procedure)).outcome == .authenticationError(5), "\(procedure)")
        }
        #expect(try client.call(.netInfo(.bind)).outcome == .garbageArguments)
        for procedure in [.register, .unregister, .createmaster, .createclone, .destroydomain] as [NIBinderProcedure] {
            #expect(try client.call(.binder(procedure)).outcome == .authenticationError(5), "\(procedure)")
        }
        #expect(try client.call(.binder(.listreg)).status == .ok)
        let unknown = try client.call(.binder(.getregister) { $0.write(opaque: Array("nobody".utf8)) })
        #expect(unknown.status == .noTag)
        let known = try client.call(.binder(.getregister) { $0.write(opaque: Array("network".utf8)) })
        #expect(known.words == [0, UInt32(server.udpPort), UInt32(server.tcpPort)])
    }

    @Test func `changes of the binder need root`() throws {
        let server = try TestServer()
        let client = try WireClient(port: server.tcpPort)
        let calls: [CallMessage] = [
            .binder(.register) { writer in
                writer.write(opaque: Array("mine".utf8))
                for port in [1, 1] as [UInt32] { writer.write(port) }
            },
            .binder(.unregister) { $0.write(opaque: Array("network".utf8)) },
            .binder(.createmaster) { $0.write(opaque: Array("mine".utf8)) },
            .binder(.destroydomain) { $0.write(opaque: Array("network".utf8)) },
        ]
        for call in calls { #expect(try client.call(call).status == .permissionDenied) }
    }

    /// Arguments of all procedures that have any, complete.
    private static var arguments: [NIProcedure: [UInt8]] {
        func bytes(_ write: (inout XDRWriter) -> Void) -> [UInt8] {
            var writer = XDRWriter()
            for word in [0, 9] as [UInt32] { writer.write(word) }
            write(&writer)
            return writer.bytes()
        }
        func name(_ writer: inout XDRWriter) { writer.write(opaque: Array("name".utf8)) }
        func words(_ count: Int, _ writer: inout XDRWriter) { for _ in 0..<count { writer.write(0 as UInt32) } }
        let list: PropertyList = [Property("name", "a", "b")]
        return [
            .self: bytes { _ in }, .parent: bytes { _ in }, .read: bytes { _ in }, .children: bytes { _ in },
            .listprops: bytes { _ in }, .listall: bytes { _ in },
            .create: bytes {
                list.write(to: &$0); words(2, &$0)
            },
            .destroy: bytes { words(2, &$0) }, .write: bytes { list.write(to: &$0) },
            .lookup: bytes {
                name(&$0); name(&$0)
            },
            .lookupread: bytes {
                name(&$0); name(&$0)
            },
            .list: bytes { name(&$0) },
            .createprop: bytes {
                Property("name", "a").write(to: &$0); words(1, &$0)
            },
            .destroyprop: bytes { words(1, &$0) }, .readprop: bytes { words(1, &$0) },
            .writeprop: bytes {
                words(1, &$0); $0.write(names: [[1], []])
            },
            .renameprop: bytes {
                words(1, &$0); name(&$0)
            },
            .createname: bytes {
                words(1, &$0); name(&$0); words(1, &$0)
            },
            .destroyname: bytes { words(2, &$0) }, .readname: bytes { words(2, &$0) },
            .writename: bytes {
                words(2, &$0); name(&$0)
            },
        ]
    }
}
