import NetInfoProtocol
package import ONCRPC

/// Another client, who wants nothing but an answer while somebody misbehaves.
package enum Bystander {
    /// Whether a fresh client's PING is answered within a second.
    ///
    /// Three clients try one after the other, since a loaded machine can lose a second by itself; a blocked server
    /// answers none of them.
    package static func isAnswered(port: UInt16, host: HostAddress = .loopback) -> Bool {
        (0..<3).contains { _ in
            guard let client = try? WireClient(port: port, host: host) else { return false }
            return (try? client.call(.netInfo(.ping), within: 1))?.outcome == .success
        }
    }
}
