/// A triple of a netgroup line. Each part may be empty, which stands for any.
package struct NetgroupMember: Hashable, Sendable {
    package var host: [UInt8]
    package var user: [UInt8]
    package var domain: [UInt8]

    package init(host: [UInt8] = [], user: [UInt8] = [], domain: [UInt8] = []) {
        self.host = host
        self.user = user
        self.domain = domain
    }

    /// The triple as a value of `triples`: `h,u,d`.
    package var value: [UInt8] { host + [Byte.comma] + user + [Byte.comma] + domain }

    /// The triple that a value of `triples` stands for; nil when it has not three parts.
    package init?(value: [UInt8]) {
        let parts = value.split(separator: Byte.comma, omittingEmptySubsequences: false).map { Array($0.trimmed()) }
        guard parts.count == 3 else { return nil }
        (host, user, domain) = (parts[0], parts[1], parts[2])
    }

    /// Whether the parts can stand in a line.
    var isPlain: Bool {
        [host, user, domain].allSatisfy { part in
            part.allSatisfy { !$0.isBlank && $0 != Byte.newline && !"(),#\\".utf8.contains($0) }
        }
    }
}

/// A netgroup: its triples, and the names of groups it includes.
package struct Netgroup: Hashable, Sendable {
    package var name: [UInt8]
    package var members: [NetgroupMember]
    package var groups: [[UInt8]]
    /// Where the group begins, counted from 1.
    package var line: Int

    package init(name: [UInt8], members: [NetgroupMember] = [], groups: [[UInt8]] = [], line: Int = 1) {
        self.name = name
        self.members = members
        self.groups = groups
        self.line = line
    }
}
