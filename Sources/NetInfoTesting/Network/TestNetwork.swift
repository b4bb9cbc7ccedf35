import Foundation
import Glibc
package import ONCRPC

/// The network of the access table, made of virtual wires: the server at 10.77.0.1, a client at 10.77.0.9 and a clone at
/// 10.77.0.3 on one of them, and behind a router a stranger at 203.0.113.5.
package final class TestNetwork: Sendable {
    package let server: NetworkThread
    package let client: NetworkThread
    package let clone: NetworkThread
    package let stranger: NetworkThread
    private let router: NetworkThread

    /// The server's address.
    package static let serverAddress = HostAddress(ipv4: 0x0A4D_0001)

    /// Sets everything up; nil, with a loud line, where that is not possible.
    package init?(for test: String) throws {
        guard geteuid() == 0, let server = try? NetworkThread() else {
            print("SKIPPED: \(test) needs root, and network namespaces")
            return nil
        }
        self.server = server
        (router, client) = (try NetworkThread(), try NetworkThread())
        (clone, stranger) = (try NetworkThread(), try NetworkThread())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/nsenter")
        process.arguments = ["--net=\(router.path)", "/bin/sh", "-ec", Self.script]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SERVER": server.path, "CLIENT": client.path, "CLONE": clone.path, "STRANGER": stranger.path,
        ]) { $1 }
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("SKIPPED: \(test) needs ip, nsenter and bridges: \(String(decoding: said, as: UTF8.self))")
            return nil
        }
    }

    private static let script = """
        machine() {
            ip link add "$1" type veth peer name eth0 netns "$2"
            ip link set "$1" up
            nsenter --net="$2" sh -ec "
                ip link set lo up
                ip addr add $3/24 dev eth0
                ip link set eth0 up
                ip route add default via $4"
        }
        ip link set lo up
        ip link add lan type bridge
        ip addr add 10.77.0.2/24 dev lan
        ip link set lan up
        machine server "$SERVER" 10.77.0.1 10.77.0.2
        machine client "$CLIENT" 10.77.0.9 10.77.0.2
        machine clone "$CLONE" 10.77.0.3 10.77.0.2
        for port in server client clone; do ip link set $port master lan; done
        machine stranger "$STRANGER" 203.0.113.5 203.0.113.1
        ip addr add 203.0.113.1/24 dev stranger
        echo 1 >/proc/sys/net/ipv4/ip_forward
        """
}
