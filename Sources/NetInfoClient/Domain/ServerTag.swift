/// What `-t` takes: a host and a tag, `HOST/TAG` (`tools.md` 2.2).
///
/// The host is a name, an IPv4 address, `[IPv6]`, or one of these with `:PORT`, which bypasses the port mapper.
package struct ServerTag: Hashable, Sendable {
    package enum Mistake: Error, Hashable, Sendable {
        case format, noHost, noTag
    }

    package var host: String
    package var port: UInt16?
    package var tag: [UInt8]

    package init(host: String, port: UInt16? = nil, tag: [UInt8]) {
        self.host = host
        self.port = port
        self.tag = tag
    }

    /// Parses `HOST/TAG`. The first slash splits.
    package init(parsing bytes: [UInt8]) throws(Mistake) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { throw .format }
        guard slash > 0 else { throw .noHost }
        tag = Array(bytes[(slash + 1)...])
        guard !tag.isEmpty else { throw .noTag }
        (host, port) = try Self.parseHost(String(decoding: bytes[..<slash], as: UTF8.self))
    }

    /// Parses `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`. Several colons without brackets are an IPv6 address.
    package static func parseHost(_ text: String) throws(Mistake) -> (String, UInt16?) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .format }
            let host = String(text[text.index(after: text.startIndex)..<end])
            guard !host.isEmpty else { throw .noHost }
            return (host, try parsePort(text[text.index(after: end)...]))
        }
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return (text, nil) }
        guard colon != text.startIndex else { throw .noHost }
        return (String(text[..<colon]), try parsePort(text[colon...]))
    }

    /// Parses nothing, or a colon and a port.
    private static func parsePort(_ text: Substring) throws(Mistake) -> UInt16? {
        if text.isEmpty { return nil }
        guard text.hasPrefix(":"), let port = UInt16(text.dropFirst()), port != 0 else { throw .format }
        return port
    }
}
