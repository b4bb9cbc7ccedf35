/// `/groups`: `posixGroup`.
struct GroupMapping: LDAPMapping {
    var directory: String { "groups" }
    var container: LDAPContainer { LDAPContainer(value: "groups") }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("posixGroup")
        try draft.name()
        try draft.addID("gid", as: .gidNumber)
        draft.add(.memberUid, draft.values("users"), from: "users")
        if let hash = draft.value("passwd") { draft.addPassword(hash) }
        draft.add(.description, draft.values("realname"), from: "realname")
    }
}
