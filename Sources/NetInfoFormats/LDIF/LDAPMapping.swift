/// How the children of one directory become LDAP entries (RFC 2307).
protocol LDAPMapping: Sendable {
    /// The name of the directory, a child of the root.
    var directory: String { get }
    /// What the entries hang below.
    var container: LDAPContainer { get }

    /// Makes an entry of a directory; throws why there can be none.
    func compose(_ draft: inout EntryDraft) throws(Omission)
}

/// An entry that others hang below.
struct LDAPContainer: Hashable, Sendable {
    var objectClass = "organizationalUnit"
    var attribute = LDAPAttribute.ou
    var value: String

    /// The entry.
    func entry(below suffix: [UInt8]) -> LDIFEntry {
        let value = Array(value.utf8)
        return LDIFEntry(
            name: DistinguishedName.text([.init(attribute, value)], below: suffix),
            attributes: [
                .init("objectClass", Array("top".utf8)), .init("objectClass", Array(objectClass.utf8)),
                .init(attribute.rawValue, value),
            ])
    }
}
