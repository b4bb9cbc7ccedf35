package import NetInfoDirectory
package import NetInfoProtocol
package import ONCRPC

/// An open domain: a connection to one of its servers, and the list of all of them.
package final class NetInfoDomain {
    /// The servers of the domain that are known. One server alone is taken for the master (`protocol.md` 1.8).
    package let servers: [ServerLocation]
    /// The server that `connection` leads to.
    package let server: ServerLocation
    /// Where to read.
    package let connection: NetInfoConnection
    private var master: NetInfoConnection?
    private let connector: ServerConnector

    package init(
        servers: [ServerLocation], server: ServerLocation, connection: NetInfoConnection, connector: ServerConnector
    ) {
        self.servers = servers
        self.server = server
        self.connection = connection
        self.connector = connector
    }

    /// Sent with every call from now on.
    package var credential: ClientCredential {
        get { connection.credential }
        set {
            connection.credential = newValue
            master?.credential = newValue
        }
    }

    /// Where to write, and to read what is to be written back: the master (`protocol.md` 1.8).
    package func masterConnection() throws(NetInfoClientError) -> NetInfoConnection {
        if let master { return master }
        let found = try findMaster()
        found.credential = credential
        master = found
        return found
    }

    private func findMaster() throws(NetInfoClientError) -> NetInfoConnection {
        guard servers.count > 1 else { return connection }
        let root = try connection.read(0).value
        guard let value = root.firstValue(of: "master"), let slash = value.firstIndex(of: UInt8(ascii: "/")) else {
            throw NetInfoClientError(.cannotFindAddress)
        }
        let tag = Array(value[(slash + 1)...])
        let addresses = try connection.machine(named: Array(value[..<slash])).machineAddresses
        let candidates = servers.filter { $0.tag == tag && addresses.contains($0.address) }
        guard !candidates.isEmpty else { throw NetInfoClientError(.cannotFindAddress) }
        if candidates.contains(server) { return connection }
        return try connector.connect(toOneOf: candidates).connection
    }

    /// The directory that a path leads to, from the root; `noDirectory` when there is none.
    package func search(_ path: DirectoryPath) throws(NetInfoClientError) -> DirectoryID {
        try connection.search(path)
    }
}

extension NetInfoConnection {
    /// The directory `/machines`.
    package func machinesDirectory() throws(NetInfoClientError) -> UInt32 {
        let found = try lookup(Array("name".utf8), Array("machines".utf8), in: 0).value
        guard let machines = found.first else { throw NetInfoClientError(.noDirectory) }
        return machines
    }

    /// The properties of the machine with this name.
    package func machine(named name: [UInt8]) throws(NetInfoClientError) -> PropertyList {
        let found = try lookup(Array("name".utf8), name, in: try machinesDirectory()).value
        guard let machine = found.first else { throw NetInfoClientError(.noDirectory) }
        return try read(machine).value
    }
}

extension PropertyList {
    /// The addresses of a machine, IPv4 first.
    package var machineAddresses: [ClientAddress] {
        ["ip_address", "ipv6_address"]
            .flatMap { values(of: $0) ?? [] }
            .compactMap { ClientAddress(String(decoding: $0, as: UTF8.self)) }
    }
}
