import NetInfoDirectory
import NetInfoProtocol

/// Netgroups, which NetInfo keeps with their members: `nisNetgroup`.
struct NetgroupMapping {
    static let container = LDAPContainer(value: "netgroups")

    private let groups: [Netgroup]
    /// Which directory a remark about a member or a group belongs to.
    private var ids: [String: [[UInt8]: UInt32]] = [:]

    /// Collects the netgroups of a domain from the children of `NetgroupFormat.sources`.
    init(_ children: [String: [DirectoryRecord]]) {
        groups = NetgroupFormat.groups(in: children.mapValues { $0.map(\.properties) })
        for (source, records) in children {
            for record in records {
                // An empty part of a triple stands for anybody, not for somebody without a name.
                guard let name = record.properties.firstValue(of: "name"), !name.isEmpty else { continue }
                if ids[source]?[name] == nil { ids[source, default: [:]][name] = record.id }
            }
        }
    }

    /// The entries, and what is not in them.
    func entries(below suffix: [UInt8]) -> (entries: [LDIFEntry], remarks: [ExportRemark]) {
        var entries: [LDIFEntry] = []
        var remarks: [ExportRemark] = []
        guard !groups.isEmpty else { return ([], []) }
        let container = Self.container.entry(below: suffix)
        var names: Set<[UInt8]> = []
        for group in groups {
            if let reason = fault(in: group.name, &names) {
                remarks.append(Self.remark(on: group, id: ids["netgroups"]?[group.name], reason))
                continue
            }
            var entry = LDIFEntry(
                name: DistinguishedName.text([.init(.cn, group.name)], below: container.name),
                attributes: [
                    .init("objectClass", Array("top".utf8)), .init("objectClass", Array("nisNetgroup".utf8)),
                    .init("cn", group.name),
                ])
            remarks += add(group, to: &entry)
            entries.append(entry)
        }
        return ([container] + entries, remarks)
    }

    /// A group that only its members speak of has no directory.
    private static func remark(on group: Netgroup, id: UInt32?, _ reason: String) -> ExportRemark {
        if let id { return ExportRemark(.directoryLeftOut, id, "the name \(reason)") }
        let name = String(decoding: group.name, as: UTF8.self)
        return ExportRemark(.propertyLeftOut, 0, property: key, "the name of the group '\(name)' \(reason)")
    }

    private func fault(in name: [UInt8], _ names: inout Set<[UInt8]>) -> String? {
        if let fault = LDAPSyntax.directoryString.fault(in: name) { return fault }
        guard DistinguishedName.isStorable([.init(.cn, name)]) else { return "is too long for an LDAP server" }
        let isNew = names.insert(LDAPSyntax.directoryString.identity(of: name)).inserted
        return isNew ? nil : "differs from another one's in case or blanks only"
    }

    private func add(_ group: Netgroup, to entry: inout LDIFEntry) -> [ExportRemark] {
        var remarks: [ExportRemark] = []
        var seen: Set<[UInt8]> = []
        for member in group.members {
            let triple = [Byte.leftParen] + member.value + [Byte.rightParen]
            if let fault = LDAPSyntax.netgroupTriple.fault(in: triple) {
                remarks.append(
                    ExportRemark(.propertyLeftOut, id(of: member, in: group), property: Self.key, "a member \(fault)"))
            } else if seen.insert(triple).inserted {
                entry.attributes.append(.init("nisNetgroupTriple", triple))
            }
        }
        seen = []
        for name in group.groups {
            if let fault = LDAPSyntax.ascii.fault(in: name) {
                remarks.append(
                    ExportRemark(.propertyLeftOut, id(of: group), property: Self.key, "a group's name \(fault)"))
            } else if seen.insert(LDAPSyntax.ascii.identity(of: name)).inserted {
                entry.attributes.append(.init("memberNisNetgroup", name))
            }
        }
        return remarks
    }

    private static let key = Array("netgroups".utf8)

    /// The directory of the group; without one, the root stands for it.
    private func id(of group: Netgroup) -> UInt32 { ids["netgroups"]?[group.name] ?? 0 }

    private func id(of member: NetgroupMember, in group: Netgroup) -> UInt32 {
        let own =
            ids["machines"]?[member.host] ?? ids["users"]?[member.user] ?? ids["netdomains"]?[member.domain]
        return own ?? id(of: group)
    }
}
