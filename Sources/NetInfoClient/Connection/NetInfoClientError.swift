package import NetInfoProtocol
package import ONCRPC

/// Why a NetInfo operation failed, as a status that tools print.
package struct NetInfoClientError: Error, Hashable, Sendable {
    /// The server's status; `failed` when no server gave one (`protocol.md` 1.3).
    package let status: NIStatus
    /// What went wrong below NetInfo; nil when a server answered with the status.
    package let transport: RPCClientError?

    /// A status from a server, or one the client concluded.
    package init(_ status: NIStatus) {
        self.status = status
        transport = nil
    }

    /// A call without results.
    package init(_ transport: RPCClientError) {
        status = .failed
        self.transport = transport
    }

    /// This error as the last of two attempts, so that both are told.
    package func after(_ first: NetInfoClientError) -> NetInfoClientError {
        guard let transport, let earlier = first.transport else { return self }
        return NetInfoClientError(RPCClientError(transport.reason, attempt: "\(earlier); \(transport.attempt)"))
    }
}
