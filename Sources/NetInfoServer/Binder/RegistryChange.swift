import NetInfoProtocol
import ONCRPC

/// What a call asks of the binder whose sender may have to be looked at first.
struct RegistryChange {
    let procedure: NIBinderProcedure
    let tag: [UInt8]
    let ports: DomainPorts
    let ticket: ReplyTicket
    let peer: PeerAddress
    /// The user that the credential names.
    let uid: UInt32?
    /// How the sender showed to be root; none until it did.
    var proof = CallerProof.none
}
