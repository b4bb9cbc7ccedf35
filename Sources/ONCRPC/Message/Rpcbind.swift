import CNetInfoRPC

/// The host's rpcbind, through libtirpc. Calls block, up to a minute when rpcbind hangs: never on an event loop.
package enum Rpcbind {
    private static let binderProgram: UInt32 = 200_100_001

    /// Replaces the binder's registration (`protocol.md` 1.1); false when there is no rpcbind or it refuses.
    package static func register(udp: UInt16, tcp: UInt16) -> Bool {
        cnirpc_rpcbind_set(binderProgram, 1, udp, tcp)
    }

    /// Removes the binder's registration.
    package static func unregister() {
        _ = cnirpc_rpcbind_unset(binderProgram, 1)
    }
}
