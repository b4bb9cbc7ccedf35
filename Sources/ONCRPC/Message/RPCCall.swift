package import XDR

/// The credential of a call (RFC 5531 section 8). Valid during the call only.
package struct RPCCredential {
    /// Which kinds reach a program; the codec refuses all others.
    package enum Flavor: Sendable { case none, unix }

    package let flavor: Flavor
    /// The AUTH_UNIX user number; 0 without AUTH_UNIX.
    package let uid: UInt32
    /// The AUTH_UNIX machine name: raw bytes, in NetInfo a complemented password (`protocol.md` 4.3).
    package let machineName: UnsafeRawBufferPointer

    package init(flavor: Flavor, uid: UInt32, machineName: UnsafeRawBufferPointer) {
        self.flavor = flavor
        self.uid = uid
        self.machineName = machineName
    }

    /// AUTH_NONE.
    package static var none: RPCCredential {
        RPCCredential(flavor: .none, uid: 0, machineName: UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

/// Names a call whose reply comes later.
package struct ReplyTicket: Hashable, Sendable {
    /// The descriptor the call came by.
    let descriptor: Int32
    /// Tells a connection from an earlier one that had the same descriptor.
    let generation: UInt64
    /// Numbers the calls of one connection or datagram socket.
    let sequence: UInt64

    /// The connection the call came by.
    package var connection: ConnectionID { ConnectionID(descriptor: descriptor, generation: generation) }

    package init(descriptor: Int32 = -1, generation: UInt64 = 0, sequence: UInt64 = 0) {
        self.descriptor = descriptor
        self.generation = generation
        self.sequence = sequence
    }
}

/// Names a connection for as long as it lasts, and no other one afterwards.
package struct ConnectionID: Hashable, Sendable {
    let descriptor: Int32
    let generation: UInt64
}

/// One complete call whose header and credential have been checked. Valid until the handler returns.
package struct RPCCall {
    package let xid: UInt32
    package let program: UInt32
    package let version: UInt32
    package let procedure: UInt32
    package let credential: RPCCredential
    package let peer: PeerAddress
    /// Whether the call came over TCP; some procedures are refused over UDP (`protocol.md` 1.6).
    package let isStream: Bool
    /// The arguments, exactly as received.
    package let arguments: UnsafeRawBufferPointer
    /// What a handler keeps to answer later.
    package let ticket: ReplyTicket

    /// The call that this one, a portmapper's CALLIT, carries inside. It has no ticket of its own: a reply to it could
    /// not be told from one to this call.
    package func relayed(
        program: UInt32, version: UInt32, procedure: UInt32, arguments: UnsafeRawBufferPointer
    ) -> RPCCall {
        RPCCall(
            xid: xid, program: program, version: version, procedure: procedure, credential: credential, peer: peer,
            isStream: isStream, arguments: arguments, ticket: ReplyTicket())
    }
}

/// What a handler made of a call.
package enum RPCOutcome: Sendable {
    /// The results stand in the reply.
    case success
    case garbageArguments
    case procedureUnavailable
    case systemError
    /// Refused as AUTH_TOOWEAK.
    case tooWeak
    /// No reply at all.
    case dropped
    /// No reply, and the end of the connection.
    case disconnected
    /// The reply comes later, by the call's ticket.
    case deferred
}

/// A remote program that an endpoint serves. Called on the event loop's thread only.
package protocol RPCProgram: AnyObject {
    var number: UInt32 { get }
    var version: UInt32 { get }

    /// Whether a new connection from `peer` is welcome at all.
    func accepts(_ peer: PeerAddress) -> Bool

    /// Whether a call of `procedure` may start while an earlier one of its connection is still unanswered.
    func isPipelined(_ procedure: UInt32, on connection: ConnectionID) -> Bool

    /// Handles one call, writing its results to `reply`.
    func handle(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome
}

extension RPCProgram {
    package func accepts(_ peer: PeerAddress) -> Bool { true }
    package func isPipelined(_ procedure: UInt32, on connection: ConnectionID) -> Bool { false }
}

/// What a datagram from some peer is answered with.
package enum DatagramAllowance: Sendable {
    case any
    /// Replies that are no larger than the call, so that a forged sender gains nothing.
    case noLarger
    case silence
}

/// The programs that share one address.
package final class RPCEndpoint {
    package private(set) var programs: [any RPCProgram]

    /// What datagrams of a peer are answered with.
    let datagramAllowance: (PeerAddress) -> DatagramAllowance

    package init(
        _ programs: [any RPCProgram], datagrams: @escaping (PeerAddress) -> DatagramAllowance = { _ in .any }
    ) {
        self.programs = programs
        datagramAllowance = datagrams
    }

    /// Serves one more program.
    package func add(_ program: any RPCProgram) { programs.append(program) }

    /// Serves a program no longer.
    package func remove(_ program: any RPCProgram) { programs.removeAll { $0 === program } }

    /// Whether some program accepts a connection from `peer`.
    func accepts(_ peer: PeerAddress) -> Bool { programs.contains { $0.accepts(peer) } }
}
