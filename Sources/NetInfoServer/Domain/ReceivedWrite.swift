import NetInfoProtocol
import ONCRPC

/// A write that outlives the message it came in, until it is known who sends it.
struct ReceivedWrite: Sendable {
    let request: WriteRequest
    let procedure: NIProcedure
    let ticket: ReplyTicket
    let peer: PeerAddress
    /// Bytes of its arguments.
    let size: Int
    /// Nil for a caller without AUTH_UNIX.
    let login: Login?

    init(_ request: WriteRequest, _ procedure: NIProcedure, _ call: RPCCall) {
        self.request = request
        self.procedure = procedure
        ticket = call.ticket
        peer = call.peer
        size = call.arguments.count
        guard call.credential.flavor == .unix else {
            login = nil
            return
        }
        login = Login(uid: call.credential.uid, password: call.credential.machineName.map { ~$0 })
    }
}
