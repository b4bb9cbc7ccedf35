import NetInfoProtocol

/// `/users`: `account` with `posixAccount` and `shadowAccount`.
struct AccountMapping: LDAPMapping {
    var directory: String { "users" }
    var container: LDAPContainer { LDAPContainer(value: "people") }

    private static let secondsPerDay = 86_400

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("account", "posixAccount", "shadowAccount")
        try draft.name(after: .uid)
        addRealName(&draft)
        try draft.addID("uid", as: .uidNumber)
        try draft.addID("gid", as: .gidNumber)
        try addHome(&draft)
        draft.add(.loginShell, draft.value("shell").map { [$0] } ?? [], from: "shell")
        addPassword(&draft)
        addDay("change", as: .shadowLastChange, &draft)
        addDay("expire", as: .shadowExpire, &draft)
        // A class without a name is how BSD says that there is none.
        draft.ignore("class") { !$0.isEmpty }
        draft.ignore("netgroups")
    }

    private func addRealName(_ draft: inout EntryDraft) {
        let names = draft.values("realname")
        draft.add(.cn, names, from: "realname")
        // What is not ASCII is still in the common name, which is what readers take without a gecos.
        if let first = names.first, LDAPAttribute.gecos.syntax.fault(in: first) == nil { draft.supply(.gecos, first) }
        if let name = draft.naming.first?.value { draft.supply(.cn, name) }
    }

    /// Clients took `/` when a user had no home.
    private func addHome(_ draft: inout EntryDraft) throws(Omission) {
        guard let home = draft.value("home") else {
            draft.change("home", "there is none, and LDAP demands one: it is / now, as clients took it to be")
            draft.supply(.homeDirectory, [Byte.slash])
            return
        }
        if let fault = LDAPAttribute.homeDirectory.syntax.fault(in: home) { throw Omission("the home \(fault)") }
        draft.supply(.homeDirectory, home)
    }

    private func addPassword(_ draft: inout EntryDraft) {
        guard let hash = draft.value("passwd") else {
            draft.change("passwd", "there is none and anybody could log in; in LDAP nobody can")
            return
        }
        if hash.elementsEqual("********".utf8) {
            draft.change("passwd", "the hash is kept elsewhere; in LDAP nobody can log in with it")
        }
        draft.addPassword(hash)
    }

    /// A moment as a number of days since 1970. 0 stands for never.
    private func addDay(_ key: String, as attribute: LDAPAttribute, _ draft: inout EntryDraft) {
        guard let text = draft.value(key) else { return }
        guard let seconds = EntryDraft.number(text) else { return draft.leaveOut(key, "it is no number of seconds") }
        if seconds > 0 { draft.add(attribute, seconds / Self.secondsPerDay) }
    }
}

extension EntryDraft {
    /// Adds a user's or group's number. The old systems' negative numbers are those of 16 bits, -2 being nobody's.
    mutating func addID(_ key: String, as attribute: LDAPAttribute) throws(Omission) {
        let number = try number(key, -0x8000...0xFFFF_FFFE)
        guard number < 0 else { return add(attribute, number) }
        add(attribute, number + 0x10000)
        change(key, "\(number) is \(number + 0x10000) now, since there are no negative ones")
    }

    /// Adds a password hash; one of stars alone stands for none that could be right.
    mutating func addPassword(_ hash: [UInt8]) {
        let isStars = hash.allSatisfy { $0 == UInt8(ascii: "*") }
        supply(.userPassword, Array("{CRYPT}".utf8) + (isStars ? [UInt8(ascii: "*")] : hash))
    }
}
