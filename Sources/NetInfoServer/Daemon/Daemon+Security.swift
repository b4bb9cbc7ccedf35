import Glibc
import Logging
package import ONCRPC

extension TransportLimits {
    /// The limits that a policy sets (`protocol.md` 9.3, S17 and S18).
    package init(_ policy: SecurityPolicy) {
        self.init()
        record = policy.requestLimit << 10
        buffered = policy.memoryLimit << 20
        connections = policy.connections
        connectionsPerPeer = policy.connectionsPerAddress
    }
}

extension Daemon {
    /// Says at the start what of the security is not as people would expect.
    func explainSecurity() {
        let policy = configuration.policy
        if policy.lowPortRoot == .protected, !host.lowPorts.areProtected {
            logger.warning(
                """
                ports below 1024 prove nothing on this host (net.ipv4.ip_unprivileged_port_start is \
                \(host.lowPorts.firstUnprotected)): root writes through the socket in socket-folder, as the tools on this \
                host do, or with a password; or set it to 1024
                """)
        }
        if configuration.security == .original {
            logger.warning(
                """
                security is 'original': everybody who reaches this server can read everything, password hashes included; \
                'hardened' is the default
                """)
        }
        if policy.binderChanges == .rootPassword, access("/etc/shadow", R_OK) != 0 {
            logger.notice(
                """
                the binder takes no password of root: the server's user cannot read /etc/shadow; local root, and the \
                tools on this host, do not need it
                """)
        }
        let opened = SecuritySetting.all.filter { $0.value(policy) != $0.value(SecurityPolicy(configuration.security)) }
        guard !opened.isEmpty else { return }
        let list = opened.map { "\($0.key)=\($0.value(policy))" }.joined(separator: " ")
        logger.notice(
            "security settings that differ from '\(configuration.security)'", metadata: ["settings": "\(list)"])
    }
}
