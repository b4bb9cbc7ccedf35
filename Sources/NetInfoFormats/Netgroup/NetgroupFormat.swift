package import NetInfoProtocol

/// `netgroup` (`tools.md` 9.16). Groups are found through their members: machines, users and domains say in
/// `netgroups` to which groups they belong. What no member can say stands in `/netgroups`.
package enum NetgroupFormat {
    /// The directories that say who belongs to which group, in the order of a line.
    package static let sources = ["machines", "users", "netdomains", "netgroups"]

    /// What is wrong with the name of a group or a member.
    package struct Fault: Hashable, Sendable {
        package var group: [UInt8]
        package var name: [UInt8]
    }

    /// The groups that the children of `sources` make up, in the order in which they first occur.
    package static func groups(in children: [String: [PropertyList]]) -> [Netgroup] {
        var groups: [Netgroup] = []
        var places: [[UInt8]: Int] = [:]
        func add(_ name: [UInt8], _ body: (inout Netgroup) -> Void) {
            let place = places[name] ?? groups.count
            if place == groups.count { groups.append(Netgroup(name: name)) }
            places[name] = place
            body(&groups[place])
        }
        for source in sources.dropLast() {
            for properties in children[source] ?? [] {
                guard let name = properties.firstValue(of: "name") else { continue }
                for group in properties.values(of: "netgroups") ?? [] {
                    add(group) { $0.members.append(member(name, source: source)) }
                }
            }
        }
        for properties in children["netgroups"] ?? [] {
            guard let name = properties.firstValue(of: "name") else { continue }
            add(name) {
                $0.members += (properties.values(of: "triples") ?? []).compactMap(NetgroupMember.init(value:))
                $0.groups += properties.values(of: "netgroups") ?? []
            }
        }
        return groups
    }

    private static func member(_ name: [UInt8], source: String) -> NetgroupMember {
        switch source {
        case "machines": NetgroupMember(host: name)
        case "users": NetgroupMember(user: name)
        default: NetgroupMember(domain: name)
        }
    }

    /// The lines of the groups, and the names that cannot stand in one.
    ///
    /// - Parameter isForced: whether lines with such names are written all the same.
    package static func text(of groups: [Netgroup], isForced: Bool = false) -> (text: [UInt8], faults: [Fault]) {
        var text: [UInt8] = []
        var faults: [Fault] = []
        for group in groups {
            let bad =
                ([group.name] + group.groups).filter { !isWord($0) }
                + group.members.filter { !$0.isPlain }.map(\.value)
            faults += bad.map { Fault(group: group.name, name: $0) }
            guard bad.isEmpty || isForced else { continue }
            text += group.name
            for member in group.members {
                text += [Byte.blank, Byte.leftParen] + member.value + [Byte.rightParen]
            }
            for nested in group.groups { text += [Byte.blank] + nested }
            text.append(Byte.newline)
        }
        return (text, faults)
    }

    private static func isWord(_ name: [UInt8]) -> Bool { !name.isEmpty && NetgroupMember(host: name).isPlain }

    /// Reads a file; lines of the same group add up. A line may go on behind a `\` at its end.
    package static func read(_ text: [UInt8]) -> (groups: [Netgroup], problems: [FormatProblem]) {
        var groups: [Netgroup] = []
        var problems: [FormatProblem] = []
        var places: [[UInt8]: Int] = [:]
        for line in LogicalLine.all(in: text, .backslash) {
            do throws(FormatProblem) {
                guard let group = try readGroup(line) else { continue }
                if let place = places[group.name] {
                    groups[place].members += group.members
                    groups[place].groups += group.groups
                } else {
                    places[group.name] = groups.count
                    groups.append(group)
                }
            } catch { problems.append(error) }
        }
        return (groups, problems)
    }

    private static func readGroup(_ line: LogicalLine) throws(FormatProblem) -> Netgroup? {
        var rest = line.bytes[...]
        if let position = rest.firstIndex(of: 0) { throw line.problem(at: position, "a NUL byte") }
        var group: Netgroup?
        while true {
            rest = rest.drop { $0.isBlank }
            guard let first = rest.first, first != Byte.hash else { return group }
            if first == Byte.leftParen {
                guard group != nil else { throw line.problem(at: rest.startIndex, "the group's name is missing") }
                let member = try readMember(&rest, line)
                group?.members.append(member)
            } else {
                let word = rest.prefix { !$0.isBlank && $0 != Byte.leftParen }
                rest = rest[word.endIndex...]
                if group == nil {
                    group = Netgroup(name: Array(word), line: line.number)
                } else {
                    group?.groups.append(Array(word))
                }
            }
        }
    }

    private static func readMember(
        _ rest: inout ArraySlice<UInt8>, _ line: LogicalLine
    ) throws(FormatProblem) -> NetgroupMember {
        let start = rest.startIndex
        guard let end = rest.firstIndex(of: Byte.rightParen) else {
            throw line.problem(at: start, "a parenthesis is not closed")
        }
        let inside = Array(rest[(start + 1)..<end])
        rest = rest[(end + 1)...]
        guard let member = NetgroupMember(value: inside) else {
            throw line.problem(at: start, "a triple has three parts: (host,user,domain)")
        }
        return member
    }
}
