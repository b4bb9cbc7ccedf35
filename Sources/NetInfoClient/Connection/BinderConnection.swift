import NetInfoProtocol
package import ONCRPC
import XDR

/// One domain in the binder's list of registrations (`nibind_registration`, `protocol.md` 1.2).
package struct BinderRegistration: Hashable, Sendable {
    package let tag: [UInt8]
    package let ports: BinderClient.Ports

    package init(tag: [UInt8], ports: BinderClient.Ports) {
        self.tag = tag
        self.ports = ports
    }
}

/// A TCP connection to the binder of a host, which accepts changes only that way (`protocol.md` 1.6).
///
/// Every method throws the binder's status.
package final class BinderConnection {
    private let endpoint: ClientEndpoint
    private let client: RPCStreamClient
    private let deadline: ClientDeadline
    /// Sent with every call from now on. The binder wants local root, or the password of its host's root account.
    package var credential = ClientCredential.none

    /// Connects to the binder at `address`: at `port`, or where the port mapper says.
    package init(to address: ClientAddress, port: UInt16? = nil, deadline: ClientDeadline) throws(NetInfoClientError) {
        self.deadline = deadline
        do throws(RPCClientError) {
            endpoint = try Self.findEndpoint(address, port, deadline)
            client = try RPCStreamClient(connectingTo: endpoint, deadline: deadline)
        } catch { throw NetInfoClientError(error) }
    }

    private static func findEndpoint(
        _ address: ClientAddress, _ port: UInt16?, _ deadline: ClientDeadline
    ) throws(RPCClientError) -> ClientEndpoint {
        if let port { return ClientEndpoint(address: address, port: port) }
        let found = try PortmapperClient.findPort(
            of: NIProgram.binder, version: NIProgram.binderVersion, transport: .tcp, at: address, deadline: deadline)
        return ClientEndpoint(address: address, port: found)
    }

    /// The domains of the host in the order of registration (LISTREG).
    package func registrations() throws(NetInfoClientError) -> [BinderRegistration] {
        try call(.listreg) { (reader) throws(XDRError) in
            let count = try reader.readCount(maximum: NILimit.registrations, elementSize: 12)
            var list: [BinderRegistration] = []
            for _ in 0..<count {
                list.append(BinderRegistration(tag: try reader.readName(), ports: try Self.readPorts(from: &reader)))
            }
            return list
        }
    }

    /// The ports of one domain's server (GETREGISTER); an unknown tag throws `noTag`.
    package func ports(of tag: [UInt8]) throws(NetInfoClientError) -> BinderClient.Ports {
        try call(.getregister) {
            $0.write(opaque: tag)
        } results: { (reader) throws(XDRError) in
            try Self.readPorts(from: &reader)
        }
    }

    /// Enters a tag with ports, or changes its ports (REGISTER).
    package func register(_ tag: [UInt8], ports: BinderClient.Ports) throws(NetInfoClientError) {
        try change(.register) {
            $0.write(opaque: tag)
            $0.write(UInt32(ports.udp))
            $0.write(UInt32(ports.tcp))
        }
    }

    /// Removes a tag from the list; its server goes on (UNREGISTER). An unknown tag is no error.
    package func unregister(_ tag: [UInt8]) throws(NetInfoClientError) {
        try change(.unregister) { $0.write(opaque: tag) }
    }

    /// Makes a new domain and starts serving it (CREATEMASTER).
    package func createMaster(_ tag: [UInt8]) throws(NetInfoClientError) {
        try change(.createmaster) { $0.write(opaque: tag) }
    }

    /// Makes a clone of the domain that `master` serves, whose host is called `host` (CREATECLONE).
    package func createClone(
        _ tag: [UInt8], of masterTag: [UInt8], host: [UInt8], address: UInt32
    ) throws(NetInfoClientError) {
        try change(.createclone) {
            $0.write(opaque: tag)
            $0.write(opaque: host)
            $0.write(address)
            $0.write(opaque: masterTag)
        }
    }

    /// Stops serving a domain and removes its data (DESTROYDOMAIN).
    package func destroyDomain(_ tag: [UInt8]) throws(NetInfoClientError) {
        try change(.destroydomain) { $0.write(opaque: tag) }
    }

    private static func readPorts(from reader: inout XDRReader) throws(XDRError) -> BinderClient.Ports {
        guard let udp = UInt16(exactly: try reader.readUInt32()), let tcp = UInt16(exactly: try reader.readUInt32())
        else { throw .invalidDiscriminant }
        return BinderClient.Ports(udp: udp, tcp: tcp)
    }

    private func change(
        _ procedure: NIBinderProcedure, _ encode: (inout XDRWriter) -> Void
    ) throws(NetInfoClientError) {
        try call(procedure, encode) { (_) throws(XDRError) in }
    }

    private func call<Value>(
        _ procedure: NIBinderProcedure, _ encode: (inout XDRWriter) -> Void = { _ in },
        results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(NetInfoClientError) -> Value {
        let call = ClientCall(
            program: NIProgram.binder, version: NIProgram.binderVersion, procedure: procedure.rawValue,
            credential: credential, encode: encode)
        let result: Result<Value, NetInfoClientError>
        do throws(RPCClientError) {
            let reply = try client.call(call, deadline: deadline)
            result = try decode(reply, results)
        } catch { throw NetInfoClientError(error) }
        return try result.get()
    }

    private func decode<Value>(
        _ reply: ClientReply, _ results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(RPCClientError) -> Result<Value, NetInfoClientError> {
        do throws(XDRError) {
            return try reply.results { (reader) throws(XDRError) in
                let status = NIStatus(rawValue: try reader.readUInt32())
                guard status == .ok else { return .failure(NetInfoClientError(status)) }
                return .success(try results(&reader))
            }
        } catch { throw RPCClientError(.malformedReply, attempt: "tcp \(endpoint)") }
    }
}
