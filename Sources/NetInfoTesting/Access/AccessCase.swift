package import ONCRPC

/// Where a caller of the access table stands.
package enum AccessCaller: String, CaseIterable, Sendable {
    case localRoot = "this host, port below 1024"
    case localUser = "this host, any other port"
    case socketRoot = "this host's socket, root"
    case socketUser = "this host's socket, another user"
    case clone = "trusted network, port below 1024, listed as a clone"
    case trustedLow = "trusted network, port below 1024"
    case trustedHigh = "trusted network, any other port"
    case strangerLow = "elsewhere, port below 1024"
    case strangerHigh = "elsewhere, any other port"

    /// An address that stands there, as the table's server sees it: on 10.77.0.1/24, with the clone at 10.77.0.3.
    package var peer: PeerAddress {
        switch self {
        case .localRoot: PeerAddress(host: .loopback, port: 700)
        case .localUser: PeerAddress(host: .loopback, port: 40_000)
        case .socketRoot: PeerAddress(user: 0)
        case .socketUser: PeerAddress(user: 4711)
        case .clone: PeerAddress(host: HostAddress(ipv4: 0x0A4D_0003), port: 700)
        case .trustedLow: PeerAddress(host: HostAddress(ipv4: 0x0A4D_0009), port: 700)
        case .trustedHigh: PeerAddress(host: HostAddress(ipv4: 0x0A4D_0009), port: 40_000)
        case .strangerLow: PeerAddress(host: HostAddress(ipv4: 0xCB00_7105), port: 700)
        case .strangerHigh: PeerAddress(host: HostAddress(ipv4: 0xCB00_7105), port: 40_000)
        }
    }
}

/// What a caller of the access table shows.
package enum AccessCredential: String, CaseIterable, Sendable {
    case none = "no password"
    case user = "alice's password"
    case root = "password of uid 0"
    case wrong = "wrong password"
    case empty = "account without password"
    case emptyRoot = "uid 0 without password"
    case unknown = "unknown uid"
    case namedRoot = "user merely named root"

    /// The credential on the wire, for the accounts of `AccessTree`.
    package var wire: CallMessage.Credential {
        switch self {
        case .none: .none
        case .user: .password(uid: 501, AccessTree.alicePassword)
        case .root: .password(uid: 0, AccessTree.rootPassword)
        case .wrong: .password(uid: 501, "guess")
        case .empty: .password(uid: 503, "")
        case .emptyRoot: .password(uid: 0, "")
        case .unknown: .password(uid: 9999, "guess")
        case .namedRoot: .password(uid: 502, AccessTree.alicePassword)
        }
    }
}

/// What a caller of the access table asks for.
package enum AccessOperation: String, CaseIterable, Sendable {
    case read = "read an account"
    case readAll = "READALL"
    case statistics = "STATISTICS"
    case resync = "RESYNC"
    case find = "find a domain"
    case register = "REGISTER"
    case datagram = "PING over UDP"
    case writeOpen = "write where `_writers` is `*`"
    case writeOwn = "write where `_writers` is alice"
    case writeRoot = "write where only root may"

    /// Whether a credential makes a difference.
    package var asksWho: Bool { [.writeOpen, .writeOwn, .writeRoot].contains(self) }
}

/// What comes of a call of the access table.
package enum AccessOutcome: String, Sendable {
    case done = "done"
    /// Done, and the hash of the password is in the reply.
    case everything = "all of it"
    /// Done, with asterisks for the hash.
    case withheld = "but no hashes"
    /// Done, with what clients need of it.
    case reduced = "what clients need"
    case permissionDenied = "NI_PERM"
    case authenticationError = "NI_AUTHERROR"
    case noUser = "NI_NOUSER"
    /// No answer: the connection is closed, or the datagram dropped.
    case silence = "no answer"
}
