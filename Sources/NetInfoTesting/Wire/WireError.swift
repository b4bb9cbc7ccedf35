/// Why a test's client got no answer.
package enum WireError: Error, Equatable, CustomStringConvertible {
    /// Nothing came in time.
    case timeout
    /// The peer closed or reset the connection.
    case closed
    /// The bytes are no RPC reply.
    case malformed(String)
    /// A system call failed.
    case system(String)

    package var description: String {
        switch self {
        case .timeout: "nothing came in time"
        case .closed: "the connection is closed"
        case .malformed(let why): "no RPC reply: \(why)"
        case .system(let what): what
        }
    }
}
