import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

/// A daemon that runs out of file descriptors.
@Suite(.serialized) struct DescriptorExhaustionTests {
    /// With 24 descriptors the daemon runs out before it reaches its own limit on connections.
    @Test(arguments: [128, 24])
    func `connections beyond the descriptors take the place of the oldest`(limit: Int) throws {
        guard let daemon = try DaemonProcess(descriptors: limit, for: "DescriptorExhaustionTests") else { return }
        let clients = try (0..<300).map { _ in try WireClient(port: daemon.tcpPort) }
        #expect(Bystander.isAnswered(port: daemon.tcpPort))
        for client in clients.suffix(4) {
            #expect(try client.call(.netInfo(.ping), within: 5).outcome == .success)
        }
        #expect(Bystander.isAnswered(port: daemon.tcpPort))
        #expect(try DatagramClient(port: daemon.udpPort).call(.netInfo(.ping)).outcome == .success)
        #expect(daemon.stop() == 0)
    }
}
