import Glibc

/// Why a call got no results, and what had been tried.
package struct RPCClientError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The deadline passed.
        case timedOut
        /// The peer ended the connection.
        case closed
        /// A system call failed with this `errno`.
        case system(operation: String, code: Int32)
        /// The bytes received are not a reply, or not the expected results.
        case malformedReply
        /// The reply is longer than a client accepts.
        case replyTooLong
        /// The server answered that it does not execute the call.
        case refused(ClientRefusal)
        /// The program is not registered with the port mapper.
        case notRegistered
        /// The host has no address.
        case unknownHost
    }

    package var reason: Reason
    /// What was tried, for example `tcp 127.0.0.1:1033`.
    package var attempt: String

    package init(_ reason: Reason, attempt: String) {
        self.reason = reason
        self.attempt = attempt
    }

    /// An error from the `errno` that `operation` left behind.
    static func system(_ operation: String, attempt: String, code: Int32 = errno) -> RPCClientError {
        RPCClientError(.system(operation: operation, code: code), attempt: attempt)
    }

    /// Whether the connection is gone, so that a new one may succeed (`protocol.md` 1.8).
    package var isDisconnection: Bool {
        switch reason {
        case .closed: true
        case .system(_, let code): [ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED].contains(code)
        default: false
        }
    }

    /// Whether the local port was taken after all, so that another one may do.
    var isAddressConflict: Bool {
        if case .system(_, let code) = reason { return code == EADDRINUSE || code == EADDRNOTAVAIL }
        return false
    }
}

extension RPCClientError: CustomStringConvertible {
    package var description: String { "\(attempt): \(reasonText)" }

    private var reasonText: String {
        switch reason {
        case .timedOut: "timed out"
        case .closed: "connection closed"
        case .system(let operation, let code): "\(operation): \(String(cString: strerror(code)))"
        case .malformedReply: "malformed reply"
        case .replyTooLong: "reply too long"
        case .refused(let refusal): refusal.description
        case .notRegistered: "program not registered"
        case .unknownHost: "unknown host"
        }
    }
}
