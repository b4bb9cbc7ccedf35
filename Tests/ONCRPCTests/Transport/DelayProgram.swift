import NetInfoTesting
import ONCRPC
import XDR

/// Echoes its arguments: procedure 1 at once, 2 and 3 after as many milliseconds as the first argument says. Calls of
/// procedure 2 may be pipelined.
final class DelayProgram: RPCProgram {
    static let programNumber: UInt32 = 0x2000_0001
    let number = DelayProgram.programNumber
    let version: UInt32 = 1
    private unowned let loop: EventLoop

    init(loop: EventLoop) { self.loop = loop }

    func isPipelined(_ procedure: UInt32, on connection: ConnectionID) -> Bool { procedure == 2 }

    func handle(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        guard call.procedure == 2 || call.procedure == 3 else {
            reply.append(call.arguments)
            return .success
        }
        var reader = XDRReader(call.arguments)
        guard let delay = try? reader.readUInt32() else { return .garbageArguments }
        let completion = LoopMailbox.Completion(
            ticket: call.ticket, outcome: .success, results: [UInt8](call.arguments))
        loop.schedule(after: Double(delay) / 1000) { loop in loop.answer([completion]) }
        return .deferred
    }

    /// A call that is answered after some milliseconds.
    static func call(
        _ procedure: UInt32, xid: UInt32, milliseconds: UInt32 = 0, padding: Int = 0
    ) -> CallMessage {
        var arguments = XDRWriter()
        arguments.write(milliseconds)
        arguments.append([UInt8](repeating: 0x5A, count: padding))
        return CallMessage(
            program: programNumber, version: 1, procedure: procedure, xid: xid, arguments: arguments.bytes())
    }
}
