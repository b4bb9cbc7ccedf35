import Glibc

/// Host names and addresses through the system's resolver.
package enum ClientHostResolver {
    /// The addresses of a host, given by name or numerically, in the resolver's order; empty when it has none.
    package static func addresses(of host: String, deadline: ClientDeadline) -> [ClientAddress] {
        if let address = ClientAddress(host) { return [address] }
        guard !host.isEmpty else { return [] }
        return BoundedLookup { resolve(host) }?.result(before: deadline) ?? []
    }

    /// The name of an address; nil when it has none.
    package static func name(of address: ClientAddress, deadline: ClientDeadline) -> String? {
        BoundedLookup { resolve(address) }?.result(before: deadline) ?? nil
    }

    private static func resolve(_ host: String) -> [ClientAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [ClientAddress] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ai_next
            if let address = entry.ai_addr.flatMap({ ClientAddress($0) }) { addresses.append(address) }
        }
        return addresses
    }

    private static func resolve(_ address: ClientAddress) -> String? {
        var name = [CChar](repeating: 0, count: 1025)
        let status = address.withSocketAddress(port: 0) {
            getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, Int32(NI_NAMEREQD))
        }
        guard status == 0 else { return nil }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
}
