package import ONCRPC

extension ClientCredential {
    /// The credential of a NetInfo user: AUTH_SYS with the complemented password as machine name (`protocol.md` 4.3).
    package static func netInfo(uid: UInt32, password: [UInt8]) -> ClientCredential {
        .system(machineName: password.map { ~$0 }, uid: uid, gid: 0, groups: [])
    }

    /// The uid of a user that was not found. Servers answer writes with "no such user", which is the truth.
    package static let unknownUserID = UInt32.max
}
