import CLinux
import Glibc
import XDR

/// One call over UDP that an event loop makes itself: sent again at intervals, given up after the last.
///
/// The socket is connected, so a host without a server there is known at once by its ICMP message; a broadcast's is
/// not, and takes the first good answer from anywhere.
package final class DatagramQuery: EventSource {
    /// A reply: the results, and who sent them.
    package typealias Reply = (results: [UInt8], from: PeerAddress)

    package let descriptor: Int32
    private let target: PeerAddress
    private let isBroadcast: Bool
    private let xid = UInt32.random(in: .min ... .max)
    private let message: [UInt8]
    private var intervals: [Double]
    private var completion: ((Reply?) -> Void)?

    /// Prepares a call with AUTH_NONE.
    package init(
        to target: PeerAddress, program: UInt32, version: UInt32, procedure: UInt32, arguments: [UInt8],
        intervals: [Double] = [0.25, 0.25, 0.5], isBroadcast: Bool = false
    ) throws(SystemError) {
        self.target = target
        self.isBroadcast = isBroadcast
        self.intervals = intervals
        var writer = XDRWriter(capacity: 64 + arguments.count)
        for word in [xid, 0, 2, program, version, procedure, 0, 0, 0, 0] { writer.write(word) }
        writer.append(arguments)
        message = writer.bytes()
        let family = target.host.ipv4 == nil ? AF_INET6 : AF_INET
        descriptor = socket(
            family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("open a socket for \(target)") }
        guard isBroadcast else {
            _ = SocketAddress(target, family: family).withPointer { connect(descriptor, $0, $1) }
            return
        }
        try Socket.setOption(descriptor, SOL_SOCKET, SO_BROADCAST, 1)
    }

    /// Sends the call; `completion` is called once, with nil when nobody answers.
    package func start(on loop: EventLoop, _ completion: @escaping (Reply?) -> Void) {
        self.completion = completion
        do throws(SystemError) {
            try loop.add(self, .readable)
            attempt(loop)
        } catch {
            close(descriptor)
            self.completion = nil
            completion(nil)
        }
    }

    private func attempt(_ loop: EventLoop) {
        guard completion != nil else { return }
        guard !intervals.isEmpty else {
            finish(nil, loop)
            return
        }
        transmit()
        loop.schedule(after: intervals.removeFirst()) { [weak self] loop in self?.attempt(loop) }
    }

    private func transmit() {
        message.withUnsafeBytes { bytes in
            guard isBroadcast else {
                _ = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                return
            }
            _ = SocketAddress(target, family: AF_INET).withPointer {
                sendto(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), $0, $1)
            }
        }
    }

    /// Gives the query up without an answer.
    package func cancel(on loop: EventLoop) {
        completion = nil
        loop.remove(self)
    }

    package func ready(_ readiness: Readiness, on loop: EventLoop) {
        var source = SocketAddress()
        let size = source.withMutablePointer { pointer, length in
            recvfrom(descriptor, loop.scratch.baseAddress, loop.scratch.count, Int32(MSG_DONTWAIT), pointer, length)
        }
        guard size >= 0 else {
            if errno == ECONNREFUSED { finish(nil, loop) }
            return
        }
        let bytes = UnsafeRawBufferPointer(rebasing: loop.scratch[0..<size])
        guard let address = source.address, let results = accepted(bytes) else { return }
        switch results {
        case .success(let results): finish((results, address), loop)
        case .failure: if !isBroadcast { finish(nil, loop) }
        }
    }

    private struct Refused: Error {}

    /// The results of a reply to this call; nil for anything else.
    private func accepted(_ bytes: UnsafeRawBufferPointer) -> Result<[UInt8], Refused>? {
        var reader = XDRReader(bytes)
        guard let answered = try? reader.readUInt32(), answered == xid, let type = try? reader.readUInt32(), type == 1
        else { return nil }
        guard let accepted = try? reader.readUInt32(), accepted == 0, (try? reader.readUInt32()) != nil,
            (try? reader.readOpaque(maximum: 400)) != nil, let status = try? reader.readUInt32(), status == 0
        else { return .failure(Refused()) }
        return .success([UInt8](reader.slice(from: reader.offset, to: bytes.count)))
    }

    private func finish(_ reply: Reply?, _ loop: EventLoop) {
        guard let completion else { return }
        self.completion = nil
        loop.remove(self)
        completion(reply)
    }
}
