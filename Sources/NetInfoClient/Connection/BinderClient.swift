import NetInfoProtocol
package import ONCRPC
package import XDR

/// Questions to the binder, the registry of the domains of one host (`protocol.md` 1.5).
package enum BinderClient {
    /// The ports of one domain's server (`nibind_addrinfo`).
    package struct Ports: Hashable, Sendable {
        package let udp: UInt16
        package let tcp: UInt16
    }

    /// How long one host's port mapper and binder are given (`protocol.md` 1.8, timeouts).
    private static let patience = Duration.seconds(5)

    /// The call that asks for the ports of the server of `tag` (GETREGISTER).
    package static func registrationCall(tag: [UInt8]) -> ClientCall {
        ClientCall(
            program: NIProgram.binder, version: NIProgram.binderVersion,
            procedure: NIBinderProcedure.getregister.rawValue
        ) { $0.write(opaque: tag) }
    }

    /// Reads the results of GETREGISTER: ports, or the binder's status.
    package static func readRegistration(
        from reader: inout XDRReader
    ) throws(XDRError) -> Result<Ports, NetInfoClientError> {
        let status = NIStatus(rawValue: try reader.readUInt32())
        guard status == .ok else { return .failure(NetInfoClientError(status)) }
        guard let udp = UInt16(exactly: try reader.readUInt32()), let tcp = UInt16(exactly: try reader.readUInt32())
        else { throw .invalidDiscriminant }
        return .success(Ports(udp: udp, tcp: tcp))
    }

    /// Asks the binder at `address` through its port mapper, over UDP.
    package static func ports(
        of tag: [UInt8], at address: ClientAddress, deadline: ClientDeadline
    ) throws(NetInfoClientError) -> Ports {
        let deadline = deadline.within(patience)
        let result: Result<Ports, NetInfoClientError>
        do throws(RPCClientError) {
            let port = try PortmapperClient.findPort(
                of: NIProgram.binder, version: NIProgram.binderVersion, transport: .udp, at: address,
                deadline: deadline)
            let endpoint = ClientEndpoint(address: address, port: port)
            let reply = try RPCDatagramClient.call(registrationCall(tag: tag), at: endpoint, deadline: deadline)
            result = try decode(reply, from: endpoint)
        } catch { throw NetInfoClientError(error) }
        return try result.get()
    }

    /// Asks for the ports of `tag` over TCP at an endpoint that may be a binder; nil when no binder is there.
    package static func ports(
        of tag: [UInt8], overStreamAt endpoint: ClientEndpoint, deadline: ClientDeadline
    ) throws(NetInfoClientError) -> Ports? {
        let result: Result<Ports, NetInfoClientError>
        do throws(RPCClientError) {
            let client = try RPCStreamClient(connectingTo: endpoint, reserved: false, deadline: deadline)
            let reply = try client.call(registrationCall(tag: tag), deadline: deadline)
            result = try decode(reply, from: endpoint)
        } catch {
            if case .refused(.programUnavailable) = error.reason { return nil }
            throw NetInfoClientError(error)
        }
        return try result.get()
    }

    private static func decode(
        _ reply: ClientReply, from endpoint: ClientEndpoint
    ) throws(RPCClientError) -> Result<Ports, NetInfoClientError> {
        do throws(XDRError) {
            return try reply.results(readRegistration)
        } catch { throw RPCClientError(.malformedReply, attempt: "\(endpoint)") }
    }
}
