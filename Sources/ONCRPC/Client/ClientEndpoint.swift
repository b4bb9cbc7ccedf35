/// Where a server listens.
package struct ClientEndpoint: Hashable, Sendable {
    package var address: ClientAddress
    package var port: UInt16

    package init(address: ClientAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension ClientEndpoint: CustomStringConvertible {
    package var description: String { address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
}
