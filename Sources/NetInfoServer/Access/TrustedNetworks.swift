import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// The networks that a domain trusts: root property `trusted_networks` (`protocol.md` 4.1), in its old spelling, as
/// `address/bits`, or as names from /networks.
struct TrustedNetworks {
    private var networks: [Network]?
    private var readAt: UInt32?

    /// The networks, read afresh after every write; nil when the domain does not say.
    mutating func listed(_ tree: inout DirectoryTree) -> [Network]? {
        if readAt != tree.version {
            networks = Self.read(&tree)
            readAt = tree.version
        }
        return networks
    }

    private static func read(_ tree: inout DirectoryTree) -> [Network]? {
        let key = Array("trusted_networks".utf8)
        let isListed = tree.withProperties(of: 0) { list in key.withUnsafeBytes { list.values(of: $0) != nil } }
        guard isListed == true, let root = try? tree.properties(of: 0), let values = root.values(of: "trusted_networks")
        else { return nil }
        return values.compactMap { value in
            let text = String(decoding: value, as: UTF8.self)
            let isNumber = text.utf8.first.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
            return isNumber || text.contains(":") ? Network(text) : named(value, &tree).flatMap { Network($0) }
        }
    }

    private static func named(_ name: [UInt8], _ tree: inout DirectoryTree) -> String? {
        guard let networks = try? tree.child(of: 0, named: "networks"),
            let network = try? tree.lookup(networks, Array("name".utf8), name).first,
            let address = try? tree.properties(of: network).firstValue(of: "address")
        else { return nil }
        return String(decoding: address, as: UTF8.self)
    }
}
