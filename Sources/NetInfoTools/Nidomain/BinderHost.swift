import NetInfoClient
import ONCRPC

/// The host whose binder is asked: this one, a name or an address, with an optional port that bypasses the port mapper.
struct BinderHost {
    /// How the host is called in messages.
    let name: [UInt8]
    let port: UInt16?
    let addresses: [ClientAddress]

    /// Finds the addresses of a host as it was typed, or of this host.
    init(_ argument: [UInt8]?, deadline: ClientDeadline) throws(ToolFailure) {
        guard let argument else {
            (name, port, addresses) = (Array("localhost".utf8), nil, [.loopback])
            return
        }
        name = argument
        guard let (host, port) = try? ServerTag.parseHost(String(decoding: argument, as: UTF8.self)) else {
            throw Self.unknown(argument)
        }
        self.port = port
        addresses = ClientHostResolver.addresses(of: host, deadline: deadline)
        if addresses.isEmpty { throw Self.unknown(argument) }
    }

    static func unknown(_ host: [UInt8]) -> ToolFailure { ToolFailure("unknown host - \(host)", exit: .usage) }
}

/// What a clone is made of: the host of the master, and the tag there.
struct CloneSource {
    let host: [UInt8]
    let tag: [UInt8]

    /// Reads `HOST/TAG`. The first slash splits.
    init(parsing argument: [UInt8]) throws(ToolFailure) {
        guard let slash = argument.firstIndex(of: UInt8(ascii: "/")) else {
            throw ToolFailure("missing '/' in \(argument)", exit: .usage)
        }
        host = Array(argument[..<slash])
        tag = Array(argument[(slash + 1)...])
        if host.isEmpty { throw ToolFailure("missing host in \(argument)", exit: .usage) }
        if tag.isEmpty { throw ToolFailure("missing tag in \(argument)", exit: .usage) }
    }
}
