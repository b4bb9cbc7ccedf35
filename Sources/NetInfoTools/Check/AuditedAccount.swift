import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// A user of a domain, as far as the password is concerned.
struct AuditedAccount {
    /// What the property `passwd` is.
    enum Password {
        /// There is no such property.
        case missing
        /// There is none, or an empty one: whoever knows the name gets in.
        case empty
        /// Nobody gets in.
        case locked
        /// A mark in its place says that it is kept somewhere else.
        case elsewhere
        case hash([UInt8], PasswordScheme)
        /// A value of which crypt(3) knows nothing.
        case unknown
    }

    let id: UInt32
    /// The path of the directory, or its id when it has no name.
    let path: [UInt8]
    let names: [[UInt8]]
    let uid: [UInt8]?
    let password: Password

    /// Whether the server takes the user for root (`protocol.md` 4.2).
    var isSuperuser: Bool {
        names.first == Array("root".utf8) || uid.flatMap { Int32(String(decoding: $0, as: UTF8.self)) } == 0
    }

    init(_ entry: DirectoryEntry) {
        id = entry.id.object
        names = entry.properties.values(of: "name") ?? []
        uid = entry.properties.firstValue(of: "uid")
        path =
            names.first.map { Array("/users/".utf8) + DirectoryPath.Component(value: $0).bytes }
            ?? Array(String(entry.id.object).utf8)
        password = Self.password(in: entry.properties.values(of: "passwd"))
    }

    /// Only the first value counts (`protocol.md` 4.3).
    private static func password(in values: [[UInt8]]?) -> Password {
        guard let values else { return .missing }
        // For crypt(3) a NUL byte is the end.
        guard let value = values.first.map({ Array($0.prefix { $0 != 0 }) }), !value.isEmpty else { return .empty }
        if value == Array("********".utf8) || value == Array("x".utf8) { return .elsewhere }
        if value.first == UInt8(ascii: "*") || value.first == UInt8(ascii: "!") { return .locked }
        return PasswordScheme(value).map { .hash(value, $0) } ?? .unknown
    }

    /// The users in `source`: the directories in its `/users` that have a number or a password.
    static func all(in source: some DirectorySource) throws(NetInfoClientError) -> [AuditedAccount] {
        var accounts: [AuditedAccount] = []
        for users in try source.lookup(Array("name".utf8), Array("users".utf8), in: 0) {
            let entries = try source.entries(of: try source.children(of: users))
            accounts += entries.filter {
                $0.properties.values(of: "uid") != nil || $0.properties.values(of: "passwd") != nil
            }.map(AuditedAccount.init)
        }
        return accounts
    }
}
