import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// Who may talk to a domain: root property `trusted_networks` (`protocol.md` 4.1).
struct TrustedNetworks {
    /// Networks as the high bytes of an address: 0 in the second or third byte ends the comparison.
    private var networks: [UInt32]?
    private var readAt: UInt32?

    /// Whether `peer` may connect. Our own addresses always may.
    mutating func admits(
        _ peer: HostAddress, _ tree: inout DirectoryTree, _ interfaces: HostInterfaces
    ) -> Bool {
        if readAt != tree.version {
            networks = Self.read(&tree)
            readAt = tree.version
        }
        guard let networks else { return true }
        if let address = peer.ipv4, networks.contains(where: { Self.covers($0, address) }) { return true }
        return interfaces.isOwn(peer)
    }

    private static func read(_ tree: inout DirectoryTree) -> [UInt32]? {
        guard let root = try? tree.properties(of: 0), let values = root.values(of: "trusted_networks") else {
            return nil
        }
        return values.compactMap { value in
            let text = String(decoding: value, as: UTF8.self)
            let isNumber = text.utf8.first.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
            return isNumber ? parse(text) : named(value, &tree).flatMap(parse)
        }
    }

    private static func named(_ name: [UInt8], _ tree: inout DirectoryTree) -> String? {
        guard let networks = try? tree.child(of: 0, named: "networks"),
            let network = try? tree.lookup(networks, Array("name".utf8), name).first,
            let address = try? tree.properties(of: network).firstValue(of: "address")
        else { return nil }
        return String(decoding: address, as: UTF8.self)
    }

    /// Reads one to four dotted parts, aligned to the left.
    static func parse(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: true)
        guard (1...4).contains(parts.count) else { return nil }
        var network: UInt32 = 0
        for place in 0..<4 {
            guard place < parts.count else {
                network <<= 8
                continue
            }
            guard let byte = UInt8(parts[place]) else { return nil }
            network = network << 8 | UInt32(byte)
        }
        return network == 0 ? nil : network
    }

    static func covers(_ network: UInt32, _ address: UInt32) -> Bool {
        guard network >> 24 == address >> 24, network >> 24 != 0 else { return false }
        guard network >> 16 & 255 != 0 else { return true }
        guard network >> 16 == address >> 16 else { return false }
        guard network >> 8 & 255 != 0 else { return true }
        return network >> 8 == address >> 8
    }
}
