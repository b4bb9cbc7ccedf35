import CLinux
import Glibc

/// Where servers of this host have Unix-domain sockets: `<port>.sock` for the TCP port that they serve as well.
///
/// By such a socket the server knows for certain which user calls, so that root needs no reserved port.
package struct ClientSocketFolder: Hashable, Sendable {
    /// The folder that `NETINFO_SOCKETS` names, or else `/run/netinfo`.
    package static let standard = ClientSocketFolder(
        path: getenv("NETINFO_SOCKETS").map { String(cString: $0) } ?? "/run/netinfo")

    private let path: String

    /// The folder at `path`; `off`, or nothing, means none.
    package init(path: String) { self.path = path == "off" ? "" : path }

    /// A connection to the server behind the TCP port `endpoint`; nil when that is not on this host, or has no socket
    /// that takes connections.
    func connected(to endpoint: ClientEndpoint) -> ClientSocket? {
        guard !path.isEmpty else { return nil }
        let file = "\(path)/\(endpoint.port).sock"
        // To look for a file costs less than to ask for all interfaces.
        guard access(file, W_OK) == 0, isOwn(endpoint.address), let address = SocketAddress(path: file),
            let socket = try? ClientSocket(family: AF_UNIX, kind: SOCK_STREAM, attempt: "unix \(file)")
        else { return nil }
        return address.withPointer { connect(socket.descriptor, $0, $1) } == 0 ? socket : nil
    }

    private func isOwn(_ address: ClientAddress) -> Bool {
        address.isLoopback || ClientHostAddresses().contains(address)
    }
}
