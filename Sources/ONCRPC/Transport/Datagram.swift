import CLinux
import Glibc

/// One received datagram: its length, who sent it, and which of our addresses it was sent to.
struct Datagram {
    let count: Int
    let peer: PeerAddress
    /// The control message that makes a reply leave from the address that was asked.
    let source: [UInt8]

    /// What receiving brought.
    enum Received {
        case datagram(Datagram)
        /// Longer than the buffer, or from nowhere: to be forgotten.
        case unusable
        case nothing
    }

    /// Receives one datagram into `buffer`.
    static func receive(_ fd: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Received {
        var address = SocketAddress()
        var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { control in
            var header = msghdr()
            header.msg_control = control.baseAddress
            header.msg_controllen = control.count
            let size = address.withMutablePointer { pointer, length in
                withUnsafeMutablePointer(to: &vector) { vector in
                    header.msg_name = UnsafeMutableRawPointer(pointer)
                    header.msg_namelen = length.pointee
                    header.msg_iov = vector
                    header.msg_iovlen = 1
                    return recvmsg(fd, &header, Int32(MSG_DONTWAIT))
                }
            }
            guard size >= 0 else { return .nothing }
            guard Int32(header.msg_flags) & Int32(MSG_TRUNC) == 0, let peer = address.address else { return .unusable }
            let received = UnsafeRawBufferPointer(rebasing: control[0..<min(header.msg_controllen, control.count)])
            return .datagram(Datagram(count: size, peer: peer, source: replyControl(received)))
        }
    }

    /// Turns the packet information of a request (`IP_PKTINFO`, `IPV6_PKTINFO`) into that of its reply.
    ///
    /// Control messages are a header of 16 bytes (length, level, type) and data, each padded to 8 bytes.
    private static func replyControl(_ control: UnsafeRawBufferPointer) -> [UInt8] {
        var offset = 0
        while offset + 16 <= control.count {
            let length = control.loadUnaligned(fromByteOffset: offset, as: Int.self)
            let level = control.loadUnaligned(fromByteOffset: offset + 8, as: Int32.self)
            let type = control.loadUnaligned(fromByteOffset: offset + 12, as: Int32.self)
            guard length >= 16, offset + length <= control.count else { return [] }
            let padded = (length + 7) & ~7
            if level == Int32(IPPROTO_IP), type == Int32(IP_PKTINFO), length >= 28 {
                return ipv4Control(UnsafeRawBufferPointer(rebasing: control[offset..<offset + length]), padded)
            }
            if level == Int32(IPPROTO_IPV6), type == Int32(IPV6_PKTINFO) {
                let bytes = [UInt8](control[offset..<offset + length])
                return bytes + [UInt8](repeating: 0, count: padded - length)
            }
            offset += padded
        }
        return []
    }

    /// `in_pktinfo` is interface, address to send from, address in the header: a reply wants no interface.
    private static func ipv4Control(_ message: UnsafeRawBufferPointer, _ padded: Int) -> [UInt8] {
        var bytes = [UInt8](message) + [UInt8](repeating: 0, count: padded - message.count)
        for index in 16..<20 { bytes[index] = 0 }
        return bytes
    }

    /// Sends `reply` back to where this datagram came from.
    func answer(_ fd: Int32, family: Int32, _ reply: UnsafeRawBufferPointer) {
        let address = SocketAddress(peer, family: family)
        var vector = iovec(iov_base: UnsafeMutableRawPointer(mutating: reply.baseAddress), iov_len: reply.count)
        var control = source
        _ = address.withPointer { pointer, length in
            control.withUnsafeMutableBytes { control in
                withUnsafeMutablePointer(to: &vector) { vector in
                    var header = msghdr()
                    header.msg_name = UnsafeMutableRawPointer(mutating: pointer)
                    header.msg_namelen = length
                    header.msg_iov = vector
                    header.msg_iovlen = 1
                    if !control.isEmpty {
                        header.msg_control = control.baseAddress
                        header.msg_controllen = control.count
                    }
                    return sendmsg(fd, &header, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
                }
            }
        }
    }
}
