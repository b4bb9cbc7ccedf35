/// How a server turned a call down without executing it (RFC 5531 section 9).
package enum ClientRefusal: Hashable, Sendable {
    case programUnavailable
    case programMismatch(low: UInt32, high: UInt32)
    case procedureUnavailable
    case garbageArguments
    case systemError
    case versionMismatch(low: UInt32, high: UInt32)
    /// The credential was rejected, for the reason with this number (`auth_stat`).
    case authentication(UInt32)
    /// A status that RFC 5531 does not define.
    case unknown(UInt32)
}

extension ClientRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .programUnavailable: "program unavailable"
        case .programMismatch(let low, let high): "program version unavailable, versions \(low) to \(high) are"
        case .procedureUnavailable: "procedure unavailable"
        case .garbageArguments: "arguments not understood"
        case .systemError: "server error"
        case .versionMismatch(let low, let high): "RPC version unavailable, versions \(low) to \(high) are"
        case .authentication(let reason): "credential rejected (\(reason))"
        case .unknown(let status): "unknown reply status \(status)"
        }
    }
}
