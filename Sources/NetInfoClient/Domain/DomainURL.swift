/// A domain, and a directory in it, as a URL (`tools.md` 2.3):
/// `netinfo://[[user][:[password]]@]host[/[domain][:directory]]`.
package struct DomainURL: Hashable, Sendable {
    package var user: [UInt8]?
    package var password: [UInt8]?
    /// Empty for this host.
    package var host: String
    package var port: UInt16?
    /// A tag, or a path of domains that starts at the host's local domain.
    package var domain: [UInt8]
    /// A directory path or id.
    package var directory: [UInt8]

    private static let scheme = Array("netinfo://".utf8)

    /// Whether an argument is meant as a URL.
    package static func isURL(_ bytes: [UInt8]) -> Bool { bytes.starts(with: scheme) }

    /// Parses a URL.
    package init(parsing bytes: [UInt8]) throws(ServerTag.Mistake) {
        guard Self.isURL(bytes) else { throw .format }
        var rest = bytes[Self.scheme.count...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        rest = rest.dropFirst(authority.count + 1)
        // A host cannot contain "@", a password can.
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            let login = Self.halves(of: authority[..<at])
            user = login.first.isEmpty ? nil : login.first
            password = login.second
            (host, port) = try ServerTag.parseHost(String(decoding: authority[(at + 1)...], as: UTF8.self))
        } else {
            (host, port) = try ServerTag.parseHost(String(decoding: authority, as: UTF8.self))
        }
        let place = Self.halves(of: rest)
        domain = place.first.isEmpty ? [UInt8(ascii: ".")] : place.first
        directory = place.second.flatMap { $0.isEmpty ? nil : $0 } ?? [UInt8(ascii: "/")]
    }

    /// What comes before and after the first colon; no colon, no second half.
    private static func halves(of bytes: ArraySlice<UInt8>) -> (first: [UInt8], second: [UInt8]?) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return (Array(bytes), nil) }
        return (Array(bytes[..<colon]), Array(bytes[(colon + 1)...]))
    }

    /// Whether the domain is a path of domains, not a tag.
    package var isDomainPath: Bool {
        domain.first == UInt8(ascii: "/") || domain.first == UInt8(ascii: ".")
    }
}
