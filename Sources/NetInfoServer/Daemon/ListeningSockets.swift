import Glibc
import ONCRPC

/// The bound sockets of one service: TCP and UDP on the same port of every address.
struct ListeningSockets {
    let streams: [Int32]
    let datagrams: [Int32]
    let udpPort: UInt16
    let tcpPort: UInt16

    var ports: DomainPorts { DomainPorts(udp: UInt32(udpPort), tcp: UInt32(tcpPort)) }

    /// Binds `port` on all `addresses`; port 0 takes one that is free for both transports.
    ///
    /// Without addresses that is every address of the host, IPv6 where the host has it.
    static func open(_ addresses: [HostAddress], port: UInt16) throws(SystemError) -> ListeningSockets {
        for _ in 0..<16 where port == 0 {
            if let sockets = try? bind(addresses, port) { return sockets }
        }
        return try bind(addresses, port)
    }

    private static func bind(_ addresses: [HostAddress], _ port: UInt16) throws(SystemError) -> ListeningSockets {
        var opened: [Int32] = []
        do throws(SystemError) {
            let first = try Socket.bound(.stream, to: PeerAddress(host: addresses.first ?? .anyIPv4, port: port))
            opened.append(first)
            let chosen = Socket.localAddress(first)?.port ?? port
            var (streams, datagrams) = ([first], [Int32]())
            for (place, address) in (addresses.isEmpty ? [.anyIPv4] : addresses).enumerated() {
                let local = PeerAddress(host: address, port: chosen)
                if place > 0 { streams.append(try bound(.stream, local, &opened)) }
                datagrams.append(try bound(.datagram, local, &opened))
            }
            if addresses.isEmpty, let anyIPv6 = HostAddress("::") {
                let local = PeerAddress(host: anyIPv6, port: chosen)
                if let stream = try? bound(.stream, local, &opened) { streams.append(stream) }
                if let datagram = try? bound(.datagram, local, &opened) { datagrams.append(datagram) }
            }
            return ListeningSockets(streams: streams, datagrams: datagrams, udpPort: chosen, tcpPort: chosen)
        } catch {
            for fd in opened { close(fd) }
            throw error
        }
    }

    private static func bound(
        _ kind: Socket.Kind, _ address: PeerAddress, _ opened: inout [Int32]
    ) throws(SystemError) -> Int32 {
        let fd = try Socket.bound(kind, to: address)
        opened.append(fd)
        return fd
    }

    /// Serves `endpoint` on the sockets; returns what to remove when it ends.
    func serve(_ endpoint: RPCEndpoint, on loop: EventLoop) throws(SystemError) -> [any EventSource] {
        var sources: [any EventSource] = []
        for fd in streams { sources.append(StreamListener(descriptor: fd, endpoint: endpoint)) }
        for fd in datagrams { sources.append(DatagramEndpoint(descriptor: fd, endpoint: endpoint)) }
        for source in sources { try loop.add(source, .readable) }
        return sources
    }
}
