/// The attributes that an export writes, by their LDAP names (RFC 2307, RFC 4519, and the schemas of OpenLDAP).
package enum LDAPAttribute: String, Hashable, Sendable {
    case bootFile, bootParameter, cn, description, gecos, gidNumber, homeDirectory, ipHostNumber, ipNetworkNumber
    case ipProtocolNumber, ipServicePort, ipServiceProtocol, loginShell, macAddress, memberNisNetgroup, memberUid
    case nisMapEntry, nisMapName, nisNetgroupTriple, oncRpcNumber, ou, rfc822MailMember, shadowExpire
    case shadowLastChange, uid, uidNumber, userPassword

    /// What its values may be, and which of them count as the same.
    var syntax: LDAPSyntax {
        switch self {
        case .cn, .description, .ipServiceProtocol, .nisMapName, .ou, .uid: .directoryString
        case .gecos, .ipHostNumber, .ipNetworkNumber, .macAddress, .rfc822MailMember: .asciiIgnoringCase
        case .bootFile, .homeDirectory, .loginShell, .memberNisNetgroup, .memberUid: .ascii
        case .nisMapEntry: .mapEntry
        case .bootParameter: .bootParameter
        case .nisNetgroupTriple: .netgroupTriple
        case .gidNumber, .ipProtocolNumber, .ipServicePort, .oncRpcNumber, .shadowExpire, .shadowLastChange,
            .uidNumber, .userPassword:
            .octets
        }
    }
}
