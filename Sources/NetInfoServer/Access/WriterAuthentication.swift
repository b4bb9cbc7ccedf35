import Glibc
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// Finds out who sends a write, by the original's rules (`protocol.md` 4.2 and 4.3).
enum WriterAuthentication {
    /// Whether a caller is root on this host: one of our own addresses, a port only root may bind. By a Unix-domain
    /// socket it is root, or whoever runs this server and could write the files of the store anyway.
    static func isLocalRoot(_ peer: PeerAddress, _ interfaces: HostInterfaces) -> Bool {
        if let user = peer.user { return user == 0 || user == geteuid() }
        return peer.hasReservedPort && interfaces.isOwn(peer.host)
    }

    /// The identity behind an AUTH_UNIX credential, or why there is none.
    static func login(
        uid: UInt32, _ password: [UInt8], _ tree: inout DirectoryTree
    ) throws(NIStatus) -> WriterIdentity {
        guard let users = try tree.child(of: 0, named: "users") else { throw .noUser }
        let candidates = try tree.lookup(users, "uid", String(Int32(bitPattern: uid)))
        guard !candidates.isEmpty else { throw .noUser }
        for candidate in candidates {
            let user = try tree.properties(of: candidate)
            guard verify(password, user) else { continue }
            guard let name = user.firstValue(of: "name") else { throw .noUser }
            return try identity(uid, name, &tree)
        }
        throw .authenticationError
    }

    private static func identity(
        _ uid: UInt32, _ name: [UInt8], _ tree: inout DirectoryTree
    ) throws(NIStatus) -> WriterIdentity {
        if uid == 0 || name == Array("root".utf8) { return .superuser }
        return try isAdministrator(name, &tree) ? .superuser : .user(name)
    }

    private static func isAdministrator(_ name: [UInt8], _ tree: inout DirectoryTree) throws(NIStatus) -> Bool {
        guard RootOption.promotesAdministrators(try tree.properties(of: 0)),
            let groups = try tree.child(of: 0, named: "groups"),
            let admin = try tree.child(of: groups, named: "admin")
        else { return false }
        return try tree.properties(of: admin).values(of: "users")?.contains(name) ?? false
    }

    /// Whether `password` is the user's.
    static func verify(_ password: [UInt8], _ user: PropertyList) -> Bool {
        if let authority = user.firstValue(of: "authentication_authority") {
            guard user.firstValue(of: "name") != nil, isBasic(authority) else { return false }
        }
        guard let hashes = user.values(of: "passwd") else { return false }
        guard let hash = hashes.first, !hash.isEmpty else { return true }
        return PasswordCheck.matches(password, hash: hash)
    }

    private static func isBasic(_ authority: [UInt8]) -> Bool {
        guard let separator = authority.firstIndex(of: UInt8(ascii: ";")) else { return false }
        return authority[(separator + 1)...].starts(with: "basic".utf8)
    }
}
