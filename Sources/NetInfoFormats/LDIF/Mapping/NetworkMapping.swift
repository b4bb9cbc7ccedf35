/// `/networks`: `ipNetwork`.
struct NetworkMapping: LDAPMapping {
    var directory: String { "networks" }
    var container: LDAPContainer { LDAPContainer(value: "networks") }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("ipNetwork")
        try draft.name()
        guard let text = draft.value("address") else { throw Omission("no address") }
        guard let address = NetworkNumber.canonical(text) else { throw Omission("the address is no network number") }
        draft.supply(.ipNetworkNumber, address)
    }
}
