import Glibc
import ONCRPC

/// Bound sockets that systemd handed over (`sd_listen_fds(3)`): `LISTEN_FDS` descriptors from 3 on, meant for the
/// process `LISTEN_PID`. They are told apart by their kind and port.
struct InheritedSockets {
    private struct Inherited {
        let descriptor: Int32
        let kind: Socket.Kind
        let port: UInt16
    }

    private var sockets: [Inherited] = []

    /// Takes the sockets over, so that nothing this process starts inherits them in turn.
    init(environment: [String: String]) {
        guard environment["LISTEN_PID"] == "\(getpid())", let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }),
            (1...64).contains(count)
        else { return }
        for descriptor in 3..<3 + count {
            guard let kind = Socket.adopt(descriptor), let address = Socket.localAddress(descriptor) else { continue }
            sockets.append(Inherited(descriptor: descriptor, kind: kind, port: address.port))
        }
    }

    /// The sockets for `port`, or nil unless there are some of both kinds.
    mutating func take(port: UInt16) -> ListeningSockets? {
        let mine = sockets.filter { $0.port == port }
        let streams = mine.filter { $0.kind == .stream }.map(\.descriptor)
        let datagrams = mine.filter { $0.kind == .datagram }.map(\.descriptor)
        guard !streams.isEmpty, !datagrams.isEmpty else { return nil }
        sockets.removeAll { $0.port == port }
        return ListeningSockets(streams: streams, datagrams: datagrams, udpPort: port, tcpPort: port)
    }
}
