import NetInfoProtocol
import ONCRPC

extension DomainResolver {
    /// The name of a domain from the root down, as `/a/b`; the root's is `/` (`tools.md` 2.5).
    package func absoluteName(of domain: NetInfoDomain) throws(NetInfoClientError) -> [UInt8] {
        var current = domain
        var components: [[UInt8]] = []
        for _ in 0..<64 {
            let above: NetInfoDomain
            do throws(NetInfoClientError) {
                above = try parent(of: current)
            } catch {
                // Whatever ends the climb makes the root, except that nothing answers any more.
                guard error.transport == nil || !components.isEmpty else { throw error }
                break
            }
            components.append(name(of: current, in: above))
            current = above
        }
        let slash = UInt8(ascii: "/")
        return components.isEmpty ? [slash] : components.reversed().flatMap { [slash] + $0 }
    }

    /// The name of `domain` in its parent, escaped; `TAG@ADDRESS` when the parent does not know it.
    private func name(of domain: NetInfoDomain, in parent: NetInfoDomain) -> [UInt8] {
        let tag = domain.server.tag
        let addresses = ownAddresses(of: domain)
        for address in addresses {
            if let name = try? servedName(tag: tag, address: address, in: parent.connection) {
                return Self.escaped(name)
            }
        }
        return tag + [UInt8(ascii: "@")] + Array((addresses.last ?? "?").utf8)
    }

    private static func escaped(_ name: [UInt8]) -> [UInt8] {
        let backslash = UInt8(ascii: "\\")
        return name.flatMap { $0 == UInt8(ascii: "/") || $0 == backslash ? [backslash, $0] : [$0] }
    }

    /// The addresses the parent may know the server by: the connection's, and those the server itself states.
    private func ownAddresses(of domain: NetInfoDomain) -> [String] {
        let stated = (try? domain.connection.statistics().values(of: "ip_address")) ?? []
        let all = ["\(domain.server.address)"] + stated.map { String(decoding: $0, as: UTF8.self) }
        return all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    /// What the machine with `address` serves `tag` as; nil when there is no such machine or value.
    private func servedName(
        tag: [UInt8], address: String, in connection: NetInfoConnection
    ) throws(NetInfoClientError) -> [UInt8]? {
        let machines = try connection.machinesDirectory()
        let key = Array((address.contains(":") ? "ipv6_address" : "ip_address").utf8)
        let found = try connection.lookup(key, Array(address.utf8), in: machines).value
        guard let machine = found.first else { return nil }
        for value in try connection.read(machine).value.values(of: "serves") ?? [] {
            guard let slash = value.lastIndex(of: UInt8(ascii: "/")) else { continue }
            let name = Array(value[..<slash])
            let isChild = name != Array(".".utf8) && name != Array("..".utf8)
            if isChild, value[(slash + 1)...].elementsEqual(tag) { return name }
        }
        return nil
    }
}
