import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// The search from the local domain up.
extension Nifind {
    /// Levels a hierarchy may have; more can only be a circle.
    static let levels = 64

    func searchUp(to top: NamedDomain, _ report: NifindReport, _ deadline: ClientDeadline) throws(ToolFailure) {
        guard let local = Self.open([UInt8(ascii: ".")], deadline) else { throw Self.error("can't open local domain") }
        for domain in named(try chain(from: local, to: top, deadline), report, deadline) where !report.isComplete {
            search(domain, report)
        }
    }

    /// The domains from the local one up to the highest to search, which is the last and has its name already.
    private func chain(
        from local: NetInfoDomain, to top: NamedDomain, _ deadline: ClientDeadline
    ) throws(ToolFailure) -> (below: [NetInfoDomain], top: NamedDomain) {
        let resolver = DomainResolver(deadline: deadline)
        var below: [NetInfoDomain] = []
        var current = local
        while !Self.isSame(current, top.domain), below.count < Self.levels {
            guard let parent = try? resolver.parent(of: current) else {
                // The root is wherever the climb ends, even if it was another server of it that answered before.
                guard command.domain == nil else {
                    throw Self.error("domain \(top.name) is not above the local domain")
                }
                return (below, NamedDomain(domain: current, name: top.name))
            }
            below.append(current)
            current = parent
        }
        return (below, top)
    }

    /// Whether two domains are one: the same master, host and tag; without masters, the same server.
    private static func isSame(_ first: NetInfoDomain, _ second: NetInfoDomain) -> Bool {
        if first.server == second.server { return true }
        guard let one = try? DomainMaster(of: first), let other = try? DomainMaster(of: second) else { return false }
        return one == other
    }

    /// The domains of a chain from the lowest up, with the names that each has in the one above.
    private func named(
        _ chain: (below: [NetInfoDomain], top: NamedDomain), _ report: NifindReport, _ deadline: ClientDeadline
    ) -> [NamedDomain] {
        var result = [chain.top]
        for domain in chain.below.reversed() {
            guard let above = result.last else { break }
            result.append(NamedDomain(domain: domain, name: name(of: domain, below: above, report, deadline)))
        }
        return result.reversed()
    }

    /// The name of a domain from the highest domain down. What keeps it from being found by the master is said, and the
    /// name is then found by address (`tools.md` 2.5).
    private func name(
        of domain: NetInfoDomain, below parent: NamedDomain, _ report: NifindReport, _ deadline: ClientDeadline
    ) -> [UInt8] {
        func fallback() -> [UInt8] { parent.childName(Self.component(of: domain, deadline)) }
        guard let master = try? DomainMaster(of: domain) else {
            let name = fallback()
            report.say("Domain \(name) has no master property!")
            return name
        }
        switch try? master.name(in: parent.domain) {
        case .name(let name): return parent.childName(name)
        case .noMachine: report.say("Can't find master /machines/\(master.host) in parent domain \(parent.name)")
        case .notServed: report.say("No serves property for master \(master.host)/\(master.tag)")
        case nil: break
        }
        return fallback()
    }

    /// The last component of a domain's absolute name.
    private static func component(of domain: NetInfoDomain, _ deadline: ClientDeadline) -> [UInt8] {
        let name = try? DomainResolver(deadline: deadline).absoluteName(of: domain)
        guard let last = DirectoryPath.split(name ?? []).last else { return domain.server.tag }
        return DirectoryPath.unescaped(last)
    }
}
