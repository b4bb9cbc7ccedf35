import CNetInfoRPC
package import XDR

/// Takes complete messages apart, finds their program and encodes the reply around its results.
///
/// libtirpc decodes the call header and encodes reply headers, through the shim. One dispatcher belongs to one thread.
package final class MessageDispatcher {
    /// What became of a message.
    package enum Result: Equatable {
        /// A reply was appended.
        case replied
        /// The program answers later; the reply's header was appended.
        case deferred
        /// Nothing was appended: the program chose silence.
        case dropped
        /// Nothing was appended: the bytes are no call, or the program wants no more of this peer.
        case ignored
    }

    private let codec: OpaquePointer
    private var header = cnirpc_call()

    package init() throws(SystemError) {
        guard let codec = cnirpc_codec_create() else { throw SystemError("allocate an RPC codec") }
        self.codec = codec
    }

    deinit {
        cnirpc_codec_destroy(codec)
    }

    /// Handles `message`, appending what is to be sent to `reply`.
    package func dispatch(
        _ message: UnsafeRawBufferPointer, to endpoint: RPCEndpoint, peer: PeerAddress, isStream: Bool,
        ticket: ReplyTicket, _ reply: inout XDRWriter
    ) -> Result {
        guard let base = message.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return .ignored }
        switch cnirpc_decode(codec, base, message.count, &header) {
        case CNIRPC_IGNORED: return .ignored
        case CNIRPC_DENIED:
            appendHeader(to: &reply)
            return .replied
        default: break
        }
        let start = reply.count
        guard let program = endpoint.programs.first(where: { $0.number == header.program }) else {
            return refuse(CNIRPC_PROG_UNAVAIL, start, &reply)
        }
        guard program.version == header.version else {
            return refuse(CNIRPC_PROG_MISMATCH, versions: program.version, start, &reply)
        }
        appendHeader(to: &reply)
        let outcome = program.handle(call(message, peer, isStream, ticket), &reply)
        return finish(outcome, start, &reply)
    }

    private func call(
        _ message: UnsafeRawBufferPointer, _ peer: PeerAddress, _ isStream: Bool, _ ticket: ReplyTicket
    ) -> RPCCall {
        RPCCall(
            xid: header.xid, program: header.program, version: header.version, procedure: header.procedure,
            credential: RPCCredential(
                flavor: header.flavor == 0 ? .none : .unix, uid: header.uid,
                machineName: UnsafeRawBufferPointer(start: header.machine, count: Int(header.machine_length))),
            peer: peer, isStream: isStream,
            arguments: UnsafeRawBufferPointer(rebasing: message[Int(header.arguments_offset)...]), ticket: ticket)
    }

    private func finish(_ outcome: RPCOutcome, _ start: Int, _ reply: inout XDRWriter) -> Result {
        switch outcome {
        case .success: return reply.overflowed ? refuse(CNIRPC_SYSTEM_ERR, start, &reply) : .replied
        case .garbageArguments: return refuse(CNIRPC_GARBAGE_ARGS, start, &reply)
        case .procedureUnavailable: return refuse(CNIRPC_PROC_UNAVAIL, start, &reply)
        case .systemError: return refuse(CNIRPC_SYSTEM_ERR, start, &reply)
        case .tooWeak: return refuse(CNIRPC_AUTH_TOOWEAK, start, &reply)
        case .deferred: return .deferred
        case .disconnected:
            reply.truncate(to: start)
            return .ignored
        case .dropped:
            reply.truncate(to: start)
            return .dropped
        }
    }

    private func refuse(
        _ refusal: cnirpc_refusal, versions: UInt32 = 0, _ start: Int, _ reply: inout XDRWriter
    ) -> Result {
        reply.truncate(to: start)
        reply.appendUnsafe(Int(CNIRPC_HEADER_CAPACITY)) { room in
            guard let base = room.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
            return cnirpc_refuse(codec, refusal, versions, versions, base, room.count)
        }
        return .replied
    }

    private func appendHeader(to reply: inout XDRWriter) {
        let length = Int(header.header_length)
        withUnsafeBytes(of: &header.header) { bytes in
            reply.append(UnsafeRawBufferPointer(rebasing: bytes[0..<length]))
        }
    }
}
