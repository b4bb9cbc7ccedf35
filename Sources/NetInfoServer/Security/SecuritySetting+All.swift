extension SecuritySetting {
    /// Every setting, in the order of `protocol.md` 9.3.
    package static let all: [SecuritySetting] = reading + writing + binding + limits

    private static let reading: [SecuritySetting] = [
        list(
            "S1", "withhold", hardened: "passwd,_shadow_passwd", original: "none", choices: "property names, none",
            "Properties whose values are shown only to local root and to ports below 1024 on trusted networks; others "
                + "read asterisks and cannot look for a value."
        ) { names, policy throws(ConfigurationError) in
            policy.withheld = names
        } value: {
            $0.withheld
        },
        choice(
            "S1", "readall", \.readAll, original: .everyone,
            "Who may fetch a whole domain in one call: local root and the clones listed with ./TAG in /machines, calling "
                + "from a port below 1024, or everyone who may read."),
        choice(
            "S2", "read-from", \.readFrom, original: .anywhere,
            "From where a domain without the root property trusted_networks may be read: loopback and the networks this "
                + "host is attached to, or anywhere."),
        list(
            "S2 S3", "trusted-networks", hardened: "none", original: "none",
            choices: "networks such as 10.1.2.0/24, 192.168 or fd00::/8, none",
            "Networks trusted for every domain and for the binder, beside those that a domain's trusted_networks lists."
        ) { texts, policy throws(ConfigurationError) in
            var networks: [Network] = []
            for text in texts {
                guard let network = Network(text) else {
                    throw ConfigurationError(
                        "trusted-networks: '\(text)' is no network; write it like 10.1.2.0/24, 10.1.2 or fd00::/8")
                }
                networks.append(network)
            }
            policy.trustedNetworks = networks
        } value: {
            $0.trustedNetworks.map(\.description)
        },
        choice(
            "S20", "statistics-for", \.statisticsFor, original: .everyone,
            "Who is told hosts, load and version by STATISTICS; others get what clients need to find their server."),
    ]

    private static let writing: [SecuritySetting] = [
        choice(
            "S4", "low-port-root", \.lowPortRoot, original: .always,
            "When a program on this host that calls from a port below 1024 is root: where the kernel keeps those ports "
                + "for root, always, or never. The socket in socket-folder works in any case."),
        choice(
            "S6", "passwords-from", \.passwordsFrom, original: .anywhere,
            "From where passwords, which NetInfo sends all but readable, are taken."),
        choice(
            "S7", "empty-passwords", \.emptyPasswords, original: .anywhere,
            "From where a user without a password may write: nowhere, this host, or anywhere. Unless it is anywhere, "
                + "never as uid 0."),
        number(
            "S8", "login-failures", \.loginFailures, original: 0, 0...1_000_000,
            "Wrong passwords a minute from one address, and for one user; what comes after them is refused unread. 0 "
                + "sets no bound. Local root needs no password and is never refused."),
        number(
            "S8", "login-delay", \.loginDelay, original: 0, 0...60_000,
            "Milliseconds before a wrong password is answered."),
        flag(
            "S10", "root-by-name", \.rootByName, original: true,
            "Whether a user named root may do everything whatever its uid is."),
        choice(
            "S12", "binder-changes", \.binderChanges, original: .rootPassword,
            "Who may register, make and destroy domains: root on this host, or also whoever sends the password of this "
                + "system's root account."),
        choice(
            "-", "locked-directories", \.lockedDirectories, original: .ignored,
            "Whether the property _locked makes a directory read-only for everyone; local root may still take the "
                + "property away."),
    ]

    private static let binding: [SecuritySetting] = [
        choice(
            "S11", "maintenance-calls", \.maintenanceCalls, original: .everyone,
            "Who may send RESYNC, and whose RPARENT may start a search for the parent: local root and clones, "
                + "respectively trusted networks, or everyone."),
        choice(
            "S13", "registrations", \.registrations, original: .unchecked,
            "Whether a tag and ports that local root registers with the binder must be a legal tag and answer a ping."),
        choice(
            "S14", "destroyed-domains", \.destroyedDomains, original: .removed,
            "Whether the data of a destroyed domain moves to the folder trash of the store, or goes at once."),
        flag(
            "S15", "broadcast-binding", \.broadcastBinding, original: true,
            "Whether the first host that answers a broadcast becomes the parent domain."),
        choice(
            "S16", "relayed-calls", \.relayedCalls, original: .searchesAndPings,
            "What the built-in portmapper passes on to the binder: what finds a server (GETREGISTER, BIND), or pings "
                + "too. Never anything else, and never to another host."),
        number(
            "S16", "relay-rate", \.relayRate, original: 0, 0...1_000_000,
            "Calls a second that the portmapper passes on for one address; 0 sets no bound."),
        choice(
            "S16", "stranger-datagrams", \.strangerDatagrams, original: .answered,
            "What datagrams from networks that are not trusted get: nothing, answers no larger than the question, or "
                + "every answer."),
    ]

    private static let limits: [SecuritySetting] = [
        number("S17", "request-limit", \.requestLimit, original: 8192, 64...1_048_576, "Kibibytes of one request."),
        number(
            "S17", "memory-limit", \.memoryLimit, original: 256, 1...65_536,
            "Mebibytes that half-sent requests and unread replies may take together."),
        number(
            "S17", "domain-limit", \.domainLimit, original: 0, 0...65_536,
            "Mebibytes that the properties of one domain may take; 0 sets no bound."),
        number("S18", "connections", \.connections, original: 10_000, 8...1_000_000, "Open connections in all."),
        number(
            "S18", "connections-per-address", \.connectionsPerAddress, original: 10_000, 1...1_000_000,
            "Open connections of one address other than this host's loopback."),
    ]
}
