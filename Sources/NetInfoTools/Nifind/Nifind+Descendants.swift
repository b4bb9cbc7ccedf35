import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// The search from a domain down (`-a`).
extension Nifind {
    /// A domain still to search, and how it was reached.
    private struct Pending {
        let name: [UInt8]
        let open: () -> NetInfoDomain?
        /// The masters of the domains above, among which a well-formed hierarchy never finds this one's.
        let ancestors: [DomainMaster]
    }

    /// How long a child domain's servers may take to answer; others are waiting (`tools.md` 1.5).
    private static let childPatience = Duration.seconds(2)

    func searchDown(from top: NamedDomain, _ report: NifindReport, _ deadline: ClientDeadline) throws(ToolFailure) {
        var pending = [Pending(name: top.name, open: { top.domain }, ancestors: [])]
        while let next = pending.popLast(), !report.isComplete {
            guard let domain = next.open() else {
                report.failed("No response from \(next.name)", .failed)
                continue
            }
            let master = (try? DomainMaster(of: domain)) ?? nil
            if let master, next.ancestors.contains(master) { continue }
            let named = NamedDomain(domain: domain, name: next.name)
            search(named, report)
            guard next.ancestors.count < Self.levels, !report.isComplete else { continue }
            let ancestors = next.ancestors + (master.map { [$0] } ?? [])
            for child in children(of: named, report).reversed() {
                pending.append(
                    Pending(
                        name: named.childName(child), open: { Self.openChild(child, of: domain, deadline) },
                        ancestors: ancestors))
            }
        }
    }

    /// The names of the child domains, in the order of the machines that serve them.
    private func children(of domain: NamedDomain, _ report: NifindReport) -> [[UInt8]] {
        var names: [[UInt8]] = []
        for (host, served) in servedTags(in: domain.domain.connection) {
            let line: MessageText = "\(domain.name): \(host) serves \(served.name)/\(served.tag)"
            if command.skipsLocal, served.tag.elementsEqual("local".utf8) {
                report.trace("\(line) - ignoring local domain")
            } else if names.contains(served.name) {
                report.trace("\(line) - already have this child")
            } else {
                report.trace("\(line) - new child domain")
                names.append(served.name)
            }
        }
        return names
    }

    /// What the machines of a domain serve below it. A domain without machines has no children.
    private func servedTags(in connection: NetInfoConnection) -> [(host: [UInt8], ServedTag)] {
        guard let machines = try? connection.machinesDirectory(),
            let entries = try? connection.list(Array("serves".utf8), of: machines).value
        else { return [] }
        return entries.flatMap { entry in
            let served = (entry.values ?? []).compactMap(ServedTag.init).filter(\.isChild)
            guard !served.isEmpty else { return [] as [(host: [UInt8], ServedTag)] }
            let host = (try? connection.values(of: Array("name".utf8), of: entry.id).value.first) ?? nil
            return served.map { (host ?? Array("dir: \(entry.id)".utf8), $0) }
        }
    }

    private static func openChild(
        _ name: [UInt8], of domain: NetInfoDomain, _ deadline: ClientDeadline
    ) -> NetInfoDomain? {
        let resolver = DomainResolver(deadline: deadline.within(childPatience))
        guard let child = try? resolver.child(name, of: domain), (try? child.connection.root()) != nil else {
            return nil
        }
        child.connection.deadline = deadline
        return child
    }
}
