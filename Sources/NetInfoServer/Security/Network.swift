package import ONCRPC

/// A network of addresses that share their first bits.
package struct Network: Hashable, Sendable, CustomStringConvertible {
    package let address: HostAddress
    /// How many bits count, of the 128 of an IPv6 address; an IPv4 address has its mapped form.
    package let bits: Int

    /// The network of `address` with this many leading bits, of 32 or of 128.
    package init(_ address: HostAddress, bits: Int) {
        self.address = address
        self.bits = address.ipv4 == nil ? bits : bits + 96
    }

    /// Reads a network: `192.168.1.0/24`, `fd00::/8`, or the original's one to four dotted parts (`protocol.md` 4.1).
    ///
    /// Nil for anything else, and for a network that would be the whole Internet in the old spelling.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let address = HostAddress(String(parts[0])), let bits = Int(parts[1]), bits >= 0,
                bits <= (address.ipv4 == nil ? 128 : 32)
            else { return nil }
            self.init(address, bits: bits)
        } else if text.contains(":") {
            guard let address = HostAddress(text) else { return nil }
            self.init(address, bits: 128)
        } else {
            guard let network = Self.classful(text) else { return nil }
            self = network
        }
    }

    /// The old spelling: parts aligned to the left, and whole bytes only. A zero in the second or third place ends
    /// what counts, and the fourth never does.
    private static func classful(_ text: String) -> Network? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: true)
        guard (1...4).contains(parts.count) else { return nil }
        var bytes: [UInt8] = [0, 0, 0, 0]
        for (place, part) in parts.enumerated() {
            guard let byte = UInt8(part) else { return nil }
            bytes[place] = byte
        }
        guard bytes[0] != 0 else { return nil }
        let count = bytes[1] == 0 ? 1 : bytes[2] == 0 ? 2 : 3
        let number = bytes.prefix(count).enumerated().reduce(0 as UInt32) { $0 | UInt32($1.1) << (24 - 8 * $1.0) }
        return Network(HostAddress(ipv4: number), bits: 8 * count)
    }

    /// Whether an address belongs to the network.
    package func contains(_ host: HostAddress) -> Bool { host.sharesPrefix(with: address, bits: bits) }

    package var description: String { "\(address)/\(address.ipv4 == nil ? bits : bits - 96)" }
}
