import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC
import XDR

/// STATISTICS (`protocol.md` 7.3).
extension DomainServer {
    /// Answers with the statistics, or with the checksum alone when the credential asks for that (3.7).
    func reportStatistics(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        let wantsChecksum =
            call.credential.flavor == .unix && call.credential.machineName.map { ~$0 } == Array("checksum".utf8)
        let properties = wantsChecksum ? [checksumProperty] : statistics(for: call.peer)
        PropertyList(properties).write(to: &reply)
        return .success
    }

    /// Everything for those who are trusted; for others what clients need to know their server by (`protocol.md` 9.1 K6).
    private func statistics(for peer: PeerAddress) -> [Property] {
        let all = allStatistics
        guard host.policy.statisticsFor == .trusted, !trusts(peer) else { return all }
        let needed = ["checksum", "tag", "domain_servers", "write_locked"].map { Array($0.utf8) }
        return all.filter { needed.contains($0.name) }
    }

    private var checksumProperty: Property {
        let checksum = try? domain.withTree { $0.checksum }
        return Property("checksum", "\(checksum ?? 0)")
    }

    private var allStatistics: [Property] {
        let addresses = host.interfaces.external.prefix(16).map { "\($0.address)" }
        let connections = host.loop.connectionCounts
        return [
            checksumProperty,
            Property("server_version", NetInfoVersion.number),
            Property("tag", domain.tag, "master", "\(cloneCount)"),
            property("ip_address", addresses.isEmpty ? ["0.0.0.0"] : addresses),
            Property("hostname", HostInterfaces.hostName),
            property("domain_servers", domainServers),
            Property("write_locked", "No"),
            Property("notify_threads", "0", "0", "0"),
            Property("notifications_pending", "0"),
            Property("authentications", "\(acceptedLogins)", "\(rejectedLogins)", "\(permitted)", "\(denied)"),
            Property("readall_proxies", "0", "strict"),
            Property("cleanup_wait", "30", "30"),
            Property("total_calls", "\(statistics.total)"),
            Property("binding", parent.text(domain)),
            property("connections", connections),
        ] + limited + statistics.properties
    }

    /// How many passwords were refused unread; the original knows no such limit.
    private var limited: [Property] {
        host.policy.loginFailures > 0 ? [Property("logins_limited", "\(host.limiter.refused)")] : []
    }

    private func property(_ name: String, _ values: [String]) -> Property {
        Property(name: Array(name.utf8), values: values.map { Array($0.utf8) })
    }

    /// Every address and tag under which a server of this domain is known.
    private var domainServers: [String] {
        machinesServing { machine, tag, address in "\(address)/\(tag)" }
    }

    /// Servers of this domain besides this one.
    private var cloneCount: Int {
        let own = host.interfaces
        return machinesServing { machine, tag, address in
            tag == domain.tag && HostAddress(address).map(own.isOwn) ?? false ? nil : machine
        }.count
    }

    /// Collects what `body` makes of each address of each machine that serves this domain.
    func machinesServing(_ body: (_ machine: String, _ tag: String, _ address: String) -> String?) -> [String] {
        let machines = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) -> [PropertyList] in
            guard let machines = try tree.child(of: 0, named: "machines") else { return [] }
            return tree.children(of: machines).compactMap { try? tree.properties(of: $0) }
        }
        var found: [String] = []
        for machine in machines ?? [] {
            let tags = (machine.values(of: "serves") ?? []).compactMap(ServedDomain.init).filter { $0.relation == .own }
            for tag in tags {
                for address in machine.values(of: "ip_address") ?? [] {
                    let text = body(
                        String(decoding: machine.firstValue(of: "name") ?? [], as: UTF8.self),
                        String(decoding: tag.tag, as: UTF8.self), String(decoding: address, as: UTF8.self))
                    if let text { found.append(text) }
                }
            }
        }
        return found
    }
}
