/// `/services`: `ipService`.
struct ServiceMapping: LDAPMapping {
    var directory: String { "services" }
    var container: LDAPContainer { LDAPContainer(value: "services") }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("ipService")
        try draft.name()
        draft.add(.ipServicePort, try draft.number("port", 0...0xFFFF))
        let protocols = draft.values("protocol")
        guard draft.add(.ipServiceProtocol, protocols, from: "protocol") > 0 else {
            throw Omission("no protocol")
        }
        // One name may stand for different ports, each with its protocol.
        let valid = protocols.first { LDAPAttribute.ipServiceProtocol.syntax.fault(in: $0) == nil }
        if let valid { draft.distinguish(by: .ipServiceProtocol, valid) }
    }
}
