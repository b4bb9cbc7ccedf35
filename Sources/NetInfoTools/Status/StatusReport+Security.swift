import NetInfoStore

/// What `netinfo status --security` prints.
extension StatusReport {
    var securityText: [UInt8] {
        guard let server = state.server else { return text }
        return Self.bytes(
            ["security: \(Self.summary(server))", ""] + Self.settings(server) + [""] + Self.surroundings(server))
    }

    private static func summary(_ server: ServerStatus) -> String {
        let count = server.settings.count { $0.differs(from: server.security) }
        switch count {
        case 0: return "\(server.security), and every setting is as that profile has it"
        case 1: return "\(server.security), but for 1 setting, marked *"
        default: return "\(server.security), but for \(count) settings, marked *"
        }
    }

    private static func settings(_ server: ServerStatus) -> [String] {
        var table = TextTable(rows: [["", "setting", "hole", "in force", "hardened", "original"]])
        for setting in server.settings {
            table.rows.append([
                setting.differs(from: server.security) ? "*" : "", setting.key, setting.holes, setting.value,
                setting.hardened, setting.original,
            ])
        }
        return table.lines
    }

    private static func surroundings(_ server: ServerStatus) -> [String] {
        let first = server.firstUnprotectedPort
        var rows = [
            ["runs as", server.uid == 0 ? "root, which nothing needs: see --user in netinfod(8)" : server.user],
            [
                "ports below 1024",
                (first >= 1024 ? "kept for root by the kernel" : "not all root's, so they prove nothing")
                    + " (net.ipv4.ip_unprivileged_port_start is \(first))",
            ],
            ["attached networks", list(server.attachedNetworks)],
        ]
        for domain in server.domains {
            rows.append(["domain \(domain.tag)", trust(domain, server)])
        }
        rows.append(["empty passwords", "'netinfo check --passwords' finds the accounts that have them"])
        return TextTable(rows: rows).lines
    }

    private static func trust(_ domain: ServerStatus.Domain, _ server: ServerStatus) -> String {
        if let networks = domain.trustedNetworks { return "trusted_networks: \(list(networks))" }
        let readFrom = server.settings.first { $0.key == "read-from" }?.value
        return readFrom == "anywhere"
            ? "no trusted_networks: everybody who reaches this host may read it"
            : "no trusted_networks: this host and the attached networks"
    }

    private static func list(_ items: [String]) -> String { items.isEmpty ? "none" : items.joined(separator: ", ") }
}
