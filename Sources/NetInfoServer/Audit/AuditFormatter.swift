import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// Writes events as lines of JSON (`docs/store-format.md`, "The audit folder").
struct AuditFormatter {
    /// Bytes of a line after which no further property is told.
    private static let fullLine = 6 << 10

    private(set) var lines = AuditLines()
    private var secrets: AuditSecrets
    private var lastHost = (host: HostAddress.loopback, text: "127.0.0.1")

    private static let name = Array("name".utf8)
    private static let procedures = NIProcedure.allCases.map { "\($0)" }
    private static let binderProcedures = NIBinderProcedure.allCases.map { "\($0)" }

    init(secrets: AuditSecrets) { self.secrets = secrets }

    /// The lines so far, which are forgotten.
    mutating func take() -> [UInt8] { lines.take() }

    mutating func append(_ event: AuditEvent) {
        lines.begin()
        lines.member("time", milliseconds: event.time)
        append(event.caller)
        append(event.action, event.areVarious)
        append(event.subject)
        switch event.outcome {
        case .status(.ok): lines.word("outcome", "ok")
        case .status(let status): lines.member("outcome", status.text)
        case .text(let text): lines.member("outcome", text)
        }
        if event.repeated > 0 { lines.member("repeated", event.repeated) }
        if lines.isCut { lines.flag("cut") }
        lines.end()
    }

    /// A line that tells how many events could not be written.
    mutating func appendLost(_ count: Int) {
        lines.begin()
        lines.member("time", milliseconds: AuditEvent.now)
        lines.member("lost", count)
        lines.end()
    }

    /// The text of an address, which is mostly that of the event before.
    private mutating func text(of host: HostAddress) -> String {
        if host != lastHost.host { lastHost = (host, "\(host)") }
        return lastHost.text
    }

    private mutating func append(_ caller: AuditCaller) {
        if let peer = caller.peer {
            lines.member("peer", peer.isUnixSocket ? "unix socket" : text(of: peer.host))
            if let user = peer.user {
                lines.member("peeruid", user)
            } else if peer.port > 0 {
                lines.member("port", peer.port)
            }
        }
        lines.word("identity", caller.identity.text)
        if let user = caller.user { lines.member("user", user, limit: 256) }
        if let uid = caller.uid { lines.member("uid", Int32(bitPattern: uid)) }
        if caller.peer != nil { lines.member("proof", caller.proof.rawValue) }
    }

    private mutating func append(_ action: AuditEvent.Action, _ areVarious: Bool) {
        if areVarious { return lines.member("procedure", "various") }
        switch action {
        case .directory(let procedure): lines.member("procedure", Self.procedures[Int(procedure.rawValue)])
        case .binder(let procedure): lines.member("procedure", Self.binderProcedures[Int(procedure.rawValue)])
        case .connection: lines.member("procedure", "connection")
        case .edit: lines.member("procedure", "edit")
        }
    }

    private mutating func append(_ subject: AuditEvent.Subject) {
        switch subject {
        case .none: break
        case .domain(let tag): lines.member("tag", tag)
        case .attempt(let path, let id, let properties):
            append(path.isEmpty ? [UInt8(ascii: "/")] : path, id)
            _ = lines.member("properties", properties)
        case .edit(let edit, let parentPath): append(edit, parentPath)
        }
    }

    private mutating func append(_ path: [UInt8], _ id: DirectoryID) {
        lines.member("path", path, limit: 2048)
        lines.member("id", id.object)
        lines.member("instance", id.instance)
    }

    // MARK: Edits

    private mutating func append(_ edit: DirectoryEdit, _ parentPath: [UInt8]) {
        let (before, after) = (edit.before.map { PropertyScan($0) }, edit.after.map { PropertyScan($0) })
        if let before { secrets.learn(before, of: edit.id) }
        if let after { secrets.learn(after, of: edit.id) }
        let changes = PropertyChange.all(from: before, to: after)
        let old = Self.path(edit.before ?? edit.after ?? [], edit, parentPath)
        append(old, DirectoryID(object: edit.id, instance: edit.instance))
        if edit.before != nil, let after = edit.after, changes.contains(where: { $0.name == Self.name }) {
            let new = Self.path(after, edit, parentPath)
            if new != old { lines.member("renamed", new, limit: 2048) }
        }
        append(changes, edit)
    }

    private static func path(_ properties: [UInt8], _ edit: DirectoryEdit, _ parentPath: [UInt8]) -> [UInt8] {
        edit.id == 0 ? [UInt8(ascii: "/")] : parentPath + DirectoryPath.step(properties)
    }

    private mutating func append(_ changes: [PropertyChange], _ edit: DirectoryEdit) {
        _ = lines.member("properties", changes.map(\.name))
        if edit.before == nil { lines.flag("created") }
        if edit.after == nil { lines.flag("destroyed") }
        lines.key("changes")
        lines.open(UInt8(ascii: "["))
        for change in changes {
            guard lines.length < Self.fullLine - 1024 else {
                lines.isCut = true
                break
            }
            append(change, edit.id)
        }
        lines.close(UInt8(ascii: "]"))
    }

    private mutating func append(_ change: PropertyChange, _ directory: UInt32) {
        lines.separate()
        lines.open(UInt8(ascii: "{"))
        lines.member("property", change.name, limit: 256)
        if secrets.hides(change.name, (change.old ?? []) + (change.new ?? []), of: directory) {
            lines.flag("withheld")
        } else {
            var isWhole = true
            if let old = change.old { isWhole = lines.member("old", old) }
            if let new = change.new { isWhole = lines.member("new", new) && isWhole }
            if !isWhole { lines.flag("cut") }
        }
        lines.close(UInt8(ascii: "}"))
    }
}

extension AuditCaller.Identity {
    fileprivate var text: StaticString {
        switch self {
        case .superuser: "superuser"
        case .anonymous: "anonymous"
        case .user: "user"
        case .claimed: "claimed"
        case .editor: "edited by hand"
        case .various: "various"
        }
    }
}
