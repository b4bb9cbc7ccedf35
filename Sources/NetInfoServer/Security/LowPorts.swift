import Glibc
import ONCRPC

/// Which ports the kernel keeps for root (`net.ipv4.ip_unprivileged_port_start`).
///
/// Lives on the event loop's thread.
package final class LowPorts {
    private let read: () -> UInt16
    private var start: UInt16 = 1024
    private var readAt = -Double.infinity

    /// What this host's kernel does; looked up afresh every few seconds.
    package convenience init() {
        self.init { Self.kernelStart }
    }

    /// A kernel that lets everybody bind ports from `start` on.
    package init(start: @escaping () -> UInt16) { read = start }

    /// The first port that everybody may bind.
    package var firstUnprotected: UInt16 {
        let now = EventLoop.now
        if now - readAt > 5 {
            start = read()
            readAt = now
        }
        return start
    }

    /// Whether all ports below 1024 are root's.
    package var areProtected: Bool { firstUnprotected >= 1024 }

    /// Whether only root can have bound `port`.
    func protects(_ port: UInt16) -> Bool { port < min(firstUnprotected, 1024) }

    /// Kernels that have no such setting keep the ports below 1024 for root.
    private static var kernelStart: UInt16 {
        guard let file = fopen("/proc/sys/net/ipv4/ip_unprivileged_port_start", "re") else { return 1024 }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 16)
        let size = fread(&line, 1, line.count - 1, file)
        let digits = line.prefix(size).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return UInt16(String(decoding: digits, as: UTF8.self)) ?? 1024
    }
}
