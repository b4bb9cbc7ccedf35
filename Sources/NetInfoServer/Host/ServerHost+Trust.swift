import Glibc
package import ONCRPC

/// Where callers are, and what that proves (`protocol.md` 4.2, 9.3 S1–S4).
extension ServerHost {
    /// Whether an address belongs to this host, to a network it is attached to, or to one the configuration trusts.
    func isNear(_ host: HostAddress) -> Bool {
        interfaces.isOwn(host) || interfaces.isAttached(host) || isConfigured(host)
    }

    /// Whether the configuration trusts an address.
    func isConfigured(_ host: HostAddress) -> Bool {
        policy.trustedNetworks.contains { $0.contains(host) }
    }

    /// Whether this host or some domain of it trusts an address.
    func isTrustedSomewhere(_ host: HostAddress) -> Bool {
        isNear(host) || registry.entries.contains { $0.server?.lists(host) ?? false }
    }

    /// Whether the binder talks to a caller at all.
    func admitsToBinder(_ peer: PeerAddress) -> Bool {
        policy.readFrom == .anywhere || isTrustedSomewhere(peer.host)
    }

    /// What datagrams from a peer are answered with (S16).
    package func datagramAllowance(_ peer: PeerAddress) -> DatagramAllowance {
        guard policy.strangerDatagrams != .answered, !isTrustedSomewhere(peer.host) else { return .any }
        guard policy.strangerDatagrams != .noLarger else { return .noLarger }
        refuseNetwork(peer)
        return .silence
    }

    /// Tells the administrator of somebody whose network is not trusted, and how to trust it.
    func refuseNetwork(_ peer: PeerAddress, domain: String? = nil) {
        refusals.note(
            peer, "a caller whose network is not trusted",
            remedy: "if it belongs here, add its network to trusted_networks in the root of the domain: niutil "
                + "-appendprop -t localhost/\(domain ?? "TAG") / trusted_networks 10.1.2.0/24, with every other network that the domain is for; or to "
                + "trusted-networks in netinfod.plist", domain: domain)
    }

    /// How a caller proves to be root on this host; nil when it does not.
    func localRootProof(_ peer: PeerAddress) -> CallerProof? {
        // Whoever runs this server can write the files of the store, too. The overflow user stands for many.
        if let user = peer.user { return user == 0 || (user == geteuid() && user != 65_534) ? .socket : nil }
        guard peer.hasReservedPort, interfaces.isOwn(peer.host) else { return nil }
        switch policy.lowPortRoot {
        case .always: return .lowPort
        case .never: return nil
        case .protected: return lowPorts.protects(peer.port) ? .lowPort : nil
        }
    }

    /// Tells the administrator that somebody on this host calls from a low port and is not taken for root.
    func explainLowPort(_ peer: PeerAddress) {
        guard peer.hasReservedPort, interfaces.isOwn(peer.host) else { return }
        refusals.note(
            peer, "a port below 1024 proves nothing here",
            remedy: policy.lowPortRoot == .never
                ? "low-port-root is never: use the tools on this host, which use its socket"
                : "net.ipv4.ip_unprivileged_port_start is \(lowPorts.firstUnprotected), so everybody may bind it: use the "
                    + "tools on this host, which use its socket, or set that to 1024")
    }

    /// Whether a caller is root on this host.
    func isLocalRoot(_ peer: PeerAddress) -> Bool { localRootProof(peer) != nil }
}
