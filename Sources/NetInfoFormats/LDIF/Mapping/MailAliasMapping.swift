/// `/aliases`: `nisMailAlias`, a class that is not in RFC 2307 but in the schema `misc` of OpenLDAP.
struct MailAliasMapping: LDAPMapping {
    var directory: String { "aliases" }
    var container: LDAPContainer { LDAPContainer(value: "aliases") }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("nisMailAlias")
        try draft.name()
        draft.add(.rfc822MailMember, draft.values("members"), from: "members")
    }
}
