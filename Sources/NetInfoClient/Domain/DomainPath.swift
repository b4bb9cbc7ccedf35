import NetInfoDirectory

/// How to walk from the local domain to another one (`tools.md` 2.1).
package struct DomainPath: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        /// `.`, the same domain.
        case current
        /// `..`
        case parent
        /// A child domain, by the name it has in its parent.
        case child([UInt8])
    }

    package enum Start: Hashable, Sendable {
        /// The local domain.
        case local
        /// The top of the hierarchy.
        case root
        /// `tag@host`: a server, from which no steps lead on.
        case server(tag: [UInt8], host: String)
    }

    package var start: Start
    package var steps: [Step]

    /// Parses a domain argument; nil when it is a bare word or empty.
    package init?(_ bytes: [UInt8]) {
        let parts = DirectoryPath.split(bytes)
        if let last = parts.last, let server = Self.server(in: last) {
            start = server
            steps = []
            return
        }
        let isAbsolute = bytes.first == UInt8(ascii: "/")
        start = isAbsolute ? .root : .local
        steps = parts.map(Self.step)
        if isAbsolute { return }
        guard let first = steps.first else { return nil }
        if case .child = first { return nil }
    }

    private static func step(_ part: ArraySlice<UInt8>) -> Step {
        if part.elementsEqual(".".utf8) { return .current }
        if part.elementsEqual("..".utf8) { return .parent }
        return .child(DirectoryPath.unescaped(part))
    }

    private static func server(in part: ArraySlice<UInt8>) -> Start? {
        guard let at = part.firstIndex(of: UInt8(ascii: "@")), at > part.startIndex else { return nil }
        let host = String(decoding: DirectoryPath.unescaped(part[(at + 1)...]), as: UTF8.self)
        guard !host.isEmpty else { return nil }
        return .server(tag: DirectoryPath.unescaped(part[..<at]), host: host)
    }
}
