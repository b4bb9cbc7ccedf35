import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// `netgroup`, which says to whom groups belong, while directories say to which groups somebody belongs
/// (`tools.md` 9.16).
extension Niload {
    func loadNetgroups(_ login: Login?) throws(ToolFailure) -> ExitStatus {
        let (groups, problems) = NetgroupFormat.read(try readInput())
        let isFaulty = try report(problems)
        tell("\(groups.count) items read from input")
        try writing(login) { destination throws(ToolFailure) in
            if !groups.isEmpty { try load(groups, destination) }
        }
        return isFaulty ? .syntax : .success
    }

    private func load(_ groups: [Netgroup], _ destination: LoadDestination) throws(ToolFailure) {
        var membership = NetgroupMembership()
        for source in NetgroupFormat.sources {
            let target = LoadTarget(
                path: DirectoryPath(components: [.init(value: Array(source.utf8))]), in: destination)
            let children = try reporting("can't list NetInfo /\(source)") { () throws(NetInfoClientError) in
                try target.read()
            }
            membership.add(source, target, children)
        }
        for group in groups { membership.add(group) }
        try write(membership)
    }

    private func write(_ membership: NetgroupMembership) throws(ToolFailure) {
        var counts = LoadCounts()
        for source in membership.sources {
            let run = LoadRun(self, source.plan, source.target, LoadCounts())
            try command.isDryRun ? run.show() : run.execute(isFirst: true)
            if run.isStale { throw failure("can't update NetInfo \(source.target.path.bytes)", .init(.stale)) }
            counts.created += run.counts.created
            counts.changed += run.counts.changed
            counts.unchanged += run.counts.unchanged
        }
        if !command.isDryRun { tell(counts.text) }
    }
}

/// Who belongs to which netgroups, before and after a load.
struct NetgroupMembership {
    struct Source {
        let target: LoadTarget
        let old: [DirectoryEntry]
        fileprivate(set) var new: [PropertyList]
        fileprivate var places: [[UInt8]: Int] = [:]

        /// What has to be written.
        var plan: LoadPlan {
            let changed = zip(old, new).filter { $0.properties != $1 }.map { entry, properties in
                PlannedChange(kind: .write(entry, isMerge: true), name: entry.name, properties: properties)
            }
            let created = new[old.count...].map {
                PlannedChange(kind: .create, name: $0.firstValue(of: "name") ?? [], properties: $0)
            }
            return LoadPlan(changes: changed + created)
        }

        fileprivate mutating func add(_ values: [[UInt8]], to key: String, of place: Int) {
            let name = Array(key.utf8)
            if let index = new[place].properties.firstIndex(where: { $0.name == name }) {
                let old = new[place].properties[index].values
                new[place].properties[index].values = MergeRule.oldFirst.merged(new: values, old: old)
            } else {
                new[place].properties.append(Property(name: name, values: values))
            }
        }
    }

    private(set) var sources: [Source] = []

    mutating func add(_ name: String, _ target: LoadTarget, _ children: [DirectoryEntry]) {
        var source = Source(target: target, old: children, new: children.map(\.properties))
        for (index, child) in children.enumerated() {
            for name in child.properties.values(of: "name") ?? [] where source.places[name] == nil {
                source.places[name] = index
            }
        }
        sources.append(source)
    }

    /// Adds a group to its members, and to `/netgroups` what no member can say.
    mutating func add(_ group: Netgroup) {
        var triples: [[UInt8]] = []
        for member in group.members {
            if let (source, place) = owner(of: member) {
                sources[source].add([group.name], to: "netgroups", of: place)
            } else {
                triples.append(member.value)
            }
        }
        guard !triples.isEmpty || !group.groups.isEmpty else { return }
        let last = sources.count - 1
        let place = sources[last].places[group.name] ?? sources[last].new.count
        if place == sources[last].new.count {
            sources[last].new.append([Property(name: Array("name".utf8), values: [group.name])])
            sources[last].places[group.name] = place
        }
        if !triples.isEmpty { sources[last].add(triples, to: "triples", of: place) }
        if !group.groups.isEmpty { sources[last].add(group.groups, to: "netgroups", of: place) }
    }

    /// The directory that a triple with one part names; nil when there is none.
    private func owner(of member: NetgroupMember) -> (source: Int, place: Int)? {
        let parts = [member.host, member.user, member.domain]
        let named = parts.indices.filter { !parts[$0].isEmpty }
        guard named.count == 1, let place = sources[named[0]].places[parts[named[0]]] else { return nil }
        return (named[0], place)
    }
}
