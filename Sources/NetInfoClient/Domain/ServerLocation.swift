package import ONCRPC

/// One server of a domain: a host and the tag the domain has there (`protocol.md` 1.8).
package struct ServerLocation: Hashable, Sendable {
    package var address: ClientAddress
    package var tag: [UInt8]
    /// The TCP port given by the user in place of asking the binder.
    package var port: UInt16?

    package init(address: ClientAddress, tag: [UInt8], port: UInt16? = nil) {
        self.address = address
        self.tag = tag
        self.port = port
    }

    /// The server that `address/tag` names, as STATISTICS lists them; nil when the address is not numeric.
    package init?(listed bytes: [UInt8]) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        guard let address = ClientAddress(String(decoding: bytes[..<slash], as: UTF8.self)) else { return nil }
        self.init(address: address, tag: Array(bytes[(slash + 1)...]))
    }
}
