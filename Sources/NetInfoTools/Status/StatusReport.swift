import Foundation
import NetInfoStore

/// The state of a server, for people and for programs.
struct StatusReport {
    private(set) var state: ServerState

    init(_ state: ServerState) { self.state = state }

    /// Leaves out all domains but one. Throws when a server runs and does not serve it.
    mutating func limit(to tag: String) throws(ToolFailure) {
        guard let domains = state.server?.domains else { return }
        state.server?.domains = domains.filter { $0.tag == tag }
        guard state.server?.domains.isEmpty ?? false else { return }
        let known = domains.map(\.tag).joined(separator: ", ")
        throw ToolFailure("the server has no domain '\(tag)'; it has: \(known)", exit: .failure)
    }

    // MARK: Text

    /// What `netinfo status` prints.
    var text: [UInt8] {
        guard let server = state.server else { return Self.bytes([unknown]) }
        let names = [
            ("store", state.store), ("answers", answer(server)),
            ("addresses", server.listen.isEmpty ? "all" : server.listen.joined(separator: ", ")),
            ("portmapper", Self.portmappers[server.portmapper] ?? server.portmapper),
            ("sockets", server.socketFolder ?? "none"), ("security", Self.profile(server)),
        ]
        let facts = TextTable(rows: names.map { ["  \($0)", $1] }).lines
        return Self.bytes([head(server)] + facts + [""] + Self.domains(server))
    }

    /// What is said when there is no server, or nothing is known but that there is one.
    private var unknown: String {
        guard let holder = state.holder else {
            return "no server runs on the store \(state.store)" + (state.exists ? "" : ": there is no such folder")
        }
        guard holder.isServer else { return "no server runs on the store \(state.store): \(holder) is at work on it" }
        let port = holder.port.map { " on port \($0)" } ?? ""
        return state.answers
            ? "\(holder) serves the store \(state.store)\(port), but has left no \(state.store)/status.json to say more"
            : "\(holder) holds the store \(state.store), but does not answer\(port): it may be about to start or to stop"
    }

    private func head(_ server: ServerStatus) -> String {
        let name = server.user == "\(server.uid)" ? "user \(server.uid)" : "\(server.user) (user \(server.uid))"
        return "netinfod \(server.version) runs as process \(server.process) and as \(name), since "
            + Self.date(server.started, "%Y-%m-%d %H:%M:%S")
    }

    private func answer(_ server: ServerStatus) -> String {
        let port = server.binder.tcp == server.binder.udp ? "" : " by TCP and \(server.binder.udp) by UDP"
        return (state.answers ? "yes, on port " : "no, not on port ") + "\(server.binder.tcp)\(port)"
    }

    private static let portmappers = [
        "builtin": "its own, on port 111", "system": "the rpcbind of this host", "off": "none",
    ]

    static func profile(_ server: ServerStatus) -> String {
        let others = server.settings.filter { $0.differs(from: server.security) }
        guard !others.isEmpty else { return server.security }
        return "\(server.security), but for " + others.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func domains(_ server: ServerStatus) -> [String] {
        var table = TextTable(rows: [["domain", "directories", "port", "parent", "socket"]])
        for domain in server.domains {
            let ports = domain.ports
            table.rows.append([
                domain.isPrimary ? "\(domain.tag) (primary)" : domain.tag, "\(domain.directories)",
                ports.tcp == ports.udp ? "\(ports.tcp)" : "\(ports.tcp), UDP \(ports.udp)", Self.parent(domain.binding),
                domain.socket ?? "-",
            ])
        }
        return table.lines
    }

    private static func parent(_ binding: String) -> String {
        switch binding {
        case "root", "forcedRoot": "none: it is the root"
        case "notResponding": "does not answer"
        case "unknown": "not looked for yet"
        default: binding
        }
    }

    static func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array("\($0)\n".utf8) } }

    private static func date(_ seconds: Int, _ format: String) -> String {
        var time = time_t(seconds)
        var parts = tm()
        var buffer = [CChar](repeating: 0, count: 64)
        guard localtime_r(&time, &parts) != nil, strftime(&buffer, buffer.count, format, &parts) > 0 else {
            return "\(seconds)"
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // MARK: JSON

    private struct Document: Encodable {
        let store: String
        let running: Bool
        let answers: Bool
        let process: Int32?
        let port: UInt16?
        let server: ServerStatus?
    }

    /// Everything that is known, whatever else was asked for.
    var json: [UInt8] {
        let document = Document(
            store: state.store, running: state.server != nil || state.answers, answers: state.answers,
            process: state.holder?.process, port: state.holder?.port, server: state.server)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array((try? encoder.encode(document)) ?? Data("{}".utf8)) + [10]
    }
}

extension ServerStatus.Setting {
    /// Whether the value is not the one that a profile has.
    func differs(from profile: String) -> Bool { value != (profile == "original" ? original : hardened) }
}
