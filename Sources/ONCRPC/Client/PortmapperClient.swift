package import XDR

/// The port mapper of a host: finds the port of a program, or relays a call to it (RFC 1833 section 3).
package enum PortmapperClient {
    package static let program: UInt32 = 100_000
    package static let version: UInt32 = 2
    package static let port: UInt16 = 111

    /// The transports a program may be registered for, as their protocol numbers.
    package enum Transport: UInt32, Sendable {
        case tcp = 6
        case udp = 17
    }

    private enum Procedure {
        static let getport: UInt32 = 3
        static let callit: UInt32 = 5
    }

    /// The call that asks for a port (PMAPPROC_GETPORT).
    package static func portCall(program target: UInt32, version: UInt32, transport: Transport) -> ClientCall {
        ClientCall(program: program, version: Self.version, procedure: Procedure.getport) { writer in
            writer.write(target)
            writer.write(version)
            writer.write(transport.rawValue)
            writer.write(0 as UInt32)
        }
    }

    /// The port in the answer to `portCall`; nil when the program is not registered.
    package static func port(from reply: ClientReply) throws(XDRError) -> UInt16? {
        let number = try reply.results { (reader) throws(XDRError) in try reader.readUInt32() }
        return number == 0 ? nil : UInt16(exactly: number)
    }

    /// The call that has `call` relayed (PMAPPROC_CALLIT). The port mapper never reports a failure of the relayed call.
    package static func relayCall(_ call: ClientCall) -> ClientCall {
        ClientCall(program: program, version: version, procedure: Procedure.callit, credential: call.credential) {
            $0.write(call.program)
            $0.write(call.version)
            $0.write(call.procedure)
            $0.write(opaque: call.arguments)
        }
    }

    /// Decodes the results of the relayed call from the answer to `relayCall`.
    package static func relayedResults<Value>(
        from reply: ClientReply, _ decode: (inout XDRReader) throws(XDRError) -> Value
    ) throws(XDRError) -> Value {
        try reply.results { (reader) throws(XDRError) in
            _ = try reader.readUInt32()
            _ = try reader.readCount(maximum: 65_536, elementSize: 1)
            return try decode(&reader)
        }
    }

    /// Asks the port mapper at `address` over UDP where a program listens.
    package static func findPort(
        of target: UInt32, version: UInt32, transport: Transport, at address: ClientAddress, deadline: ClientDeadline
    ) throws(RPCClientError) -> UInt16 {
        let endpoint = ClientEndpoint(address: address, port: port)
        let call = portCall(program: target, version: version, transport: transport)
        let reply = try RPCDatagramClient.call(call, at: endpoint, deadline: deadline)
        do {
            if let port = try port(from: reply) { return port }
        } catch { throw RPCClientError(.malformedReply, attempt: "udp \(endpoint)") }
        throw RPCClientError(.notRegistered, attempt: "udp \(endpoint)")
    }
}
