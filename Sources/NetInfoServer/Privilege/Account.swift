import Glibc

/// A user of this host and the group that goes with it: whom the server runs as.
package struct Account: Hashable, Sendable {
    /// The user's name; nil for a number that this host has no account of.
    package let name: String?
    package let user: UInt32
    package let group: UInt32

    package init(name: String?, user: UInt32, group: UInt32) {
        self.name = name
        self.user = user
        self.group = group
    }

    /// The account of a name or a number. A number without an account has the group of the same number.
    ///
    /// - Throws: that there is no such user.
    package init(_ text: String) throws(ConfigurationError) {
        if let found = Account(entry: getpwnam(text)) {
            self = found
        } else if let number = UInt32(text), number != .max {
            self = Account(number: number)
        } else {
            throw ConfigurationError(
                "user: this host has no user '\(text)'; make it with 'useradd --system --home-dir /var/lib/netinfo "
                    + "\(text)', or name another one")
        }
    }

    /// The account of a number, whether this host knows it or not.
    package init(number: UInt32) {
        self = Account(entry: getpwuid(number)) ?? Account(name: nil, user: number, group: number)
    }

    private init?(entry: UnsafeMutablePointer<passwd>?) {
        guard let entry = entry?.pointee, let name = entry.pw_name else { return nil }
        self.init(name: String(cString: name), user: entry.pw_uid, group: entry.pw_gid)
    }

    /// Whom this process runs as.
    package static var current: Account {
        Account(name: Account(number: geteuid()).name, user: geteuid(), group: getegid())
    }

    /// Root.
    package static let root = Account(name: "root", user: 0, group: 0)

    /// The user that the server becomes by itself when root starts it, if this host has it.
    package static var standard: Account? { try? Account("netinfo") }

    package var isRoot: Bool { user == 0 }

    /// The name, or the number of a user without one.
    package var text: String { name ?? "\(user)" }

    /// What chown(1) takes to give something to this user and its group.
    var owner: String { name.map { "\($0):" } ?? "\(user):\(group)" }
}
