import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC

/// Whom this domain talks to, and what it shows them (`protocol.md` 4.1, 9.3 S1–S3).
extension DomainServer {
    /// Whether root property `trusted_networks` lists an address.
    func lists(_ address: HostAddress) -> Bool {
        listedNetworks?.contains { $0.contains(address) } ?? false
    }

    /// The networks that root property `trusted_networks` lists; nil without the property.
    var listedNetworks: [Network]? {
        (try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in trust.listed(&tree) }) ?? nil
    }

    /// Whether a caller is on this host or on a trusted network: those that the domain lists, or else those that this
    /// host is attached to.
    func trusts(_ peer: PeerAddress) -> Bool {
        if host.interfaces.isOwn(peer.host) || host.isConfigured(peer.host) { return true }
        guard let listed = listedNetworks else { return host.interfaces.isAttached(peer.host) }
        return listed.contains { $0.contains(peer.host) }
    }

    /// Whether a caller may talk to the domain at all.
    func admits(_ peer: PeerAddress) -> Bool {
        if host.policy.readFrom == .anywhere, listedNetworks == nil { return true }
        return trusts(peer)
    }

    /// What a caller must not see: everything that is withheld, unless it is root here or comes from a port below 1024
    /// of a trusted network, as the login programs of NeXTs and Macs do.
    func withheld(from peer: PeerAddress) -> WithheldProperties? {
        guard let withheld = host.withheld else { return nil }
        if peer.hasReservedPort, !host.interfaces.isOwn(peer.host), trusts(peer) { return nil }
        return host.isLocalRoot(peer) ? nil : withheld
    }

    /// Whether a caller is a clone of this domain: listed with `./tag` in /machines, and on a port below 1024.
    func isClone(_ peer: PeerAddress) -> Bool {
        // A low port of this host proves root or nothing, and root needs no listing.
        peer.hasReservedPort && !host.interfaces.isOwn(peer.host) && trusts(peer)
            && !machinesServing { _, _, address in HostAddress(address) == peer.host ? address : nil }.isEmpty
    }
}
