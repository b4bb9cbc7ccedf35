import NetInfoClient
import NetInfoProtocol
import ONCRPC
import Testing
import XDR

@Suite("Call messages")
struct ClientCallTests {
    @Test("A call without arguments is ten words, as the original sends it")
    func ping() {
        let call = ClientCall(program: NIProgram.directory, version: 2, procedure: 2)
        #expect(call.datagram(xid: 0x326B_0F46) == words(0x326B_0F46, 0, 2, 0x0BED_48A0, 2, 2, 0, 0, 0, 0))
        #expect(call.record(xid: 1) == words(0x8000_0028) + call.datagram(xid: 1))
    }

    @Test("The machine name of a NetInfo credential is the complemented password")
    func credential() {
        let credential = ClientCredential.netInfo(uid: 501, password: Array("alicepw".utf8))
        let call = ClientCall(program: 1, version: 1, procedure: 1, credential: credential)
        let complement: [UInt8] = [0x9E, 0x93, 0x96, 0x9C, 0x9A, 0x8F, 0x88, 0]
        let body = words(0, 7) + complement + words(501, 0, 0)
        #expect(call.datagram(xid: 0) == words(0, 0, 2, 1, 1, 1, 1, 28) + body + words(0, 0))
    }

    @Test("A port mapper is asked in the words of its protocol")
    func portmapper() throws {
        let call = PortmapperClient.portCall(program: NIProgram.binder, version: 1, transport: .udp)
        #expect(call.arguments == words(200_100_001, 1, 17, 0))
        #expect(try PortmapperClient.port(from: ClientReply(message: words(1, 1, 0, 0, 0, 0, 833))) == 833)
        #expect(try PortmapperClient.port(from: ClientReply(message: words(1, 1, 0, 0, 0, 0, 0))) == nil)
    }

    @Test("A relayed call carries the arguments, its reply the results")
    func relay() throws {
        let inner = BinderClient.registrationCall(tag: Array("local".utf8))
        let call = PortmapperClient.relayCall(inner)
        let tag = words(5) + Array("local".utf8) + [0, 0, 0]
        #expect(call.arguments == words(200_100_001, 1, 3, 12) + tag)
        let reply = try ClientReply(message: words(1, 1, 0, 0, 0, 0, 833, 12, 0, 1033, 1034))
        let ports = try PortmapperClient.relayedResults(from: reply, BinderClient.readRegistration).get()
        #expect(ports.udp == 1033)
        #expect(ports.tcp == 1034)
    }
}
