import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC

/// Tag aliases: root properties `alias_name` and `alias_addrs` (`protocol.md` 6.3).
extension DomainServer {
    /// Whether this domain answers to `tag` when `client` asks for it.
    func offersAlias(_ tag: [UInt8], to client: HostAddress) -> Bool {
        let root = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in try tree.properties(of: 0) }
        guard let root, root.firstValue(of: "alias_name") == tag, let address = client.ipv4 else { return false }
        return root.values(of: "alias_addrs")?.contains { Self.covers($0, address) } ?? false
    }

    /// Whether `net/mask` or `net&mask`, both dotted quads, covers an address.
    private static func covers(_ value: [UInt8], _ address: UInt32) -> Bool {
        let parts = value.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "&") }
            .map { HostAddress(String(decoding: $0, as: UTF8.self))?.ipv4 }
        guard parts.count == 2, let network = parts[0], let mask = parts[1] else { return false }
        return address & mask == network
    }
}
