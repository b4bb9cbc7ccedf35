import Glibc

extension ClientSocket {
    /// The ports that prove a privileged sender, as bindresvport(3) uses them.
    private static let reservedPorts: ClosedRange<UInt16> = 600...1023

    /// The reserved ports in order, from a random one on.
    private static func reservedPortCandidates() -> [UInt16] {
        let start = UInt16.random(in: reservedPorts)
        return Array(start...reservedPorts.upperBound) + Array(reservedPorts.lowerBound..<start)
    }

    /// A TCP connection to `endpoint`: from a reserved port when this process may use one and `reserved` asks for it.
    static func connected(
        to endpoint: ClientEndpoint, reserved: Bool, deadline: ClientDeadline
    ) throws(RPCClientError) -> ClientSocket {
        if reserved, let socket = try connectedFromReservedPort(to: endpoint, deadline: deadline) { return socket }
        let socket = try stream(to: endpoint)
        try socket.connect(to: endpoint, deadline: deadline)
        return socket
    }

    private static func connectedFromReservedPort(
        to endpoint: ClientEndpoint, deadline: ClientDeadline
    ) throws(RPCClientError) -> ClientSocket? {
        // A socket whose own port is the one it connects to would talk to itself.
        for port in reservedPortCandidates() where port != endpoint.port {
            let socket = try stream(to: endpoint)
            // Allows ports of finished connections; connect() then tells whether this peer can be reached from there.
            socket.set(SO_REUSEADDR, level: SOL_SOCKET, to: 1)
            switch socket.bind(port: port, family: endpoint.address.family) {
            case .inUse: continue
            case .refused: return nil
            case .bound: break
            }
            do throws(RPCClientError) {
                try socket.connect(to: endpoint, deadline: deadline)
                return socket
            } catch {
                guard error.isAddressConflict else { throw error }
            }
        }
        return nil
    }

    private static func stream(to endpoint: ClientEndpoint) throws(RPCClientError) -> ClientSocket {
        let socket = try ClientSocket(family: endpoint.address.family, kind: SOCK_STREAM, attempt: "tcp \(endpoint)")
        socket.set(TCP_NODELAY, level: Int32(IPPROTO_TCP), to: 1)
        return socket
    }
}
