import NetInfoDirectory
import NetInfoProtocol
package import NetInfoStore
import ONCRPC

/// What a domain keeps account of.
extension DomainServer {
    /// What of failures is a refusal, and not just a mistake.
    private static let refusals: Set<NIStatus> = [
        .permissionDenied, .readOnly, .noSpace, .authenticationError, .noUser,
    ]

    /// Notes that a write was refused, and what it was about.
    func auditRefusal(of write: ReceivedWrite, _ caller: AuditCaller, _ status: NIStatus) {
        guard let audit, Self.refusals.contains(status) else { return }
        let target = write.request.target
        host.tally.note(audit, .directory(write.procedure), caller, directory: target.object, .status(status)) {
            event in
            event.subject = domain.subject(of: write.request)
        }
    }

    /// Notes that something was refused that is about no directory.
    func auditRefusal(_ action: AuditEvent.Action, of peer: PeerAddress, _ outcome: AuditEvent.Outcome) {
        guard let audit else { return }
        host.tally.note(audit, action, AuditCaller(peer, .anonymous), outcome)
    }
}

extension AuditEvent {
    /// A write as it was made.
    init(
        _ write: ReceivedWrite, _ writer: IdentifiedWriter, _ change: borrowing TreeChange,
        _ tree: borrowing DirectoryTree
    ) {
        self.init(caller: AuditCaller(write.peer, writer), action: .directory(write.procedure))
        if let edit = change.edit { subject = .edit(edit, parentPath: tree.pathBelowRoot(of: edit.parent)) }
    }

    /// An edited property list that was taken in.
    package init(_ edit: HandEdit) {
        self.init(caller: AuditCaller(nil, .editor), action: .edit)
        if let made = edit.edit { subject = .edit(made, parentPath: edit.parentPath) }
    }
}

extension Domain {
    /// What a request is about that was not carried out.
    fileprivate func subject(of request: WriteRequest) -> AuditEvent.Subject {
        let found = try? withTree { (tree: inout DirectoryTree) throws(NIStatus) in
            var path = tree.pathBelowRoot(of: request.target.object)
            let present = (try? tree.properties(of: request.target.object)) ?? []
            if case .create(_, let properties, _) = request {
                path += DirectoryPath.step(PropertyList(Array(properties.properties.prefix(64))).encoded)
            }
            return AuditEvent.Subject.attempt(
                path: path, id: request.target, properties: request.propertyNames(in: present))
        }
        return found ?? .none
    }
}

extension WriteRequest {
    /// The directory that is to change; of CREATE the one above it.
    var target: DirectoryID {
        switch self {
        case .create(let id, _, _), .destroy(_, let id), .write(let id, _), .createProperty(let id, _, _),
            .destroyProperty(let id, _), .writeProperty(let id, _, _), .renameProperty(let id, _, _),
            .createName(let id, _, _, _), .destroyName(let id, _, _), .writeName(let id, _, _, _):
            id
        }
    }

    /// The names of the properties that are to change; not all of very many.
    fileprivate func propertyNames(in present: PropertyList) -> [[UInt8]] {
        let list = present.properties
        func name(_ index: UInt32) -> [[UInt8]] { Int(index) < list.count ? [list[Int(index)].name] : [] }
        switch self {
        case .create(_, let properties, _), .write(_, let properties):
            return properties.properties.prefix(256).map(\.name)
        case .destroy: return []
        case .createProperty(_, let property, _): return [property.name]
        case .renameProperty(_, let index, let new): return name(index) + [new]
        case .destroyProperty(_, let index), .writeProperty(_, let index, _), .createName(_, let index, _, _),
            .destroyName(_, let index, _), .writeName(_, let index, _, _):
            return name(index)
        }
    }
}
