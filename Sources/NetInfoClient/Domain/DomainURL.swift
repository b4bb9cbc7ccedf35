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
            let parts = authority[..<at].split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            user = parts.first.flatMap { $0.isEmpty ? nil : Array($0) }
            password = parts.count == 2 ? Array(parts[1]) : nil
            (host, port) = try ServerTag.parseHost(String(decoding: authority[(at + 1)...], as: UTF8.self))
        } else {
            (host, port) = try ServerTag.parseHost(String(decoding: authority, as: UTF8.self))
        }
        let parts = rest.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        domain = parts.first.map { Array($0) } ?? []
        if domain.isEmpty { domain = [UInt8(ascii: ".")] }
        directory = parts.count == 2 && !parts[1].isEmpty ? Array(parts[1]) : [UInt8(ascii: "/")]
    }

    /// Whether the domain is a path of domains, not a tag.
    package var isDomainPath: Bool {
        domain.first == UInt8(ascii: "/") || domain.first == UInt8(ascii: ".")
    }
}
