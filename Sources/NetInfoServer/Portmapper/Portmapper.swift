import NetInfoProtocol
package import ONCRPC
package import XDR

/// The portmapper's NULL, GETPORT, DUMP, and CALLIT for the two procedures of the binder that legacy clients find
/// servers with (`protocol.md` 1.8). For hosts without rpcbind.
package final class Portmapper: RPCProgram {
    static let port: UInt16 = 111
    static let programNumber: UInt32 = 100_000
    static let getPort: UInt32 = 3
    static let callIt: UInt32 = 5

    /// Searches for servers need GETREGISTER and BIND; a PING asks whether there is a binder at all.
    private let relayed: Set<UInt32>

    package let number = Portmapper.programNumber
    package let version: UInt32 = 2

    private let binder: Binder
    private let ports: DomainPorts
    private var rate: RelayRate

    /// Answers for a binder at these ports.
    package init(binder: Binder, ports: DomainPorts, policy: SecurityPolicy) {
        self.binder = binder
        self.ports = ports
        let procedures: [NIBinderProcedure] =
            policy.relayedCalls == .searches ? [.getregister, .bind] : [.ping, .getregister, .bind]
        relayed = Set(procedures.map(\.rawValue))
        rate = RelayRate(perSecond: policy.relayRate)
    }

    /// Program, version, protocol and port of everything that is registered.
    private var mappings: [[UInt32]] {
        [
            [number, version, 6, UInt32(Self.port)], [number, version, 17, UInt32(Self.port)],
            [binder.number, binder.version, 17, ports.udp], [binder.number, binder.version, 6, ports.tcp],
        ]
    }

    /// Whoever must not find the binder's domains need not find the binder.
    package func accepts(_ peer: PeerAddress) -> Bool { binder.accepts(peer) }

    package func handle(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        guard !call.isStream || accepts(call.peer) else { return .disconnected }
        var arguments = XDRReader(call.arguments)
        do throws(XDRError) {
            switch call.procedure {
            case 0: return .success
            case Self.getPort: return try answerPort(&arguments, &reply)
            case 4: return dump(&reply)
            case Self.callIt: return try relay(call, &arguments, &reply)
            default: return .procedureUnavailable
            }
        } catch {
            return call.procedure == Self.callIt ? .dropped : .garbageArguments
        }
    }

    private func answerPort(_ arguments: inout XDRReader, _ reply: inout XDRWriter) throws(XDRError) -> RPCOutcome {
        let program = try arguments.readUInt32()
        let version = try arguments.readUInt32()
        let transport = try arguments.readUInt32()
        _ = try arguments.readUInt32()
        let candidates = mappings.filter { $0[0] == program && $0[2] == transport }
        let exact = candidates.first { $0[1] == version }
        reply.write((exact ?? candidates.first)?[3] ?? 0)
        return .success
    }

    private func dump(_ reply: inout XDRWriter) -> RPCOutcome {
        for mapping in mappings {
            reply.write(true)
            for word in mapping { reply.write(word) }
        }
        reply.write(false)
        return .success
    }

    /// CALLIT: a failure of the relayed call is silence (`protocol.md` 1.8). So is a call that would have to wait.
    private func relay(
        _ call: RPCCall, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let program = try arguments.readUInt32()
        let version = try arguments.readUInt32()
        let procedure = try arguments.readUInt32()
        let body = try arguments.readOpaque(maximum: 8800)
        guard !call.isStream, program == binder.number, version == binder.version, relayed.contains(procedure),
            rate.admit(call.peer.host, at: EventLoop.now)
        else { return .dropped }
        let inner = call.relayed(program: program, version: version, procedure: procedure, arguments: body)
        reply.write(ports.udp)
        let start = reply.count
        reply.write(0 as UInt32)
        guard case .success = binder.handle(inner, &reply) else { return .dropped }
        reply.patch(UInt32(reply.count - start - 4), at: start)
        return .success
    }
}
