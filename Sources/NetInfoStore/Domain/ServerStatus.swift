import Foundation

/// What a running server says of itself in the file `status.json` of its store, for `netinfo status`.
///
/// The server writes the file when it starts and when something in it has changed, and removes it when it stops. It counts
/// only as long as the store is held by the process that it names. Its keys are these names with underscores.
package struct ServerStatus: Codable, Hashable, Sendable {
    /// The ports of one service.
    package struct Ports: Codable, Hashable, Sendable {
        package var udp: UInt32
        package var tcp: UInt32

        package init(udp: UInt32, tcp: UInt32) {
            self.udp = udp
            self.tcp = tcp
        }
    }

    /// A domain that is served.
    package struct Domain: Codable, Hashable, Sendable {
        package var tag: String
        /// Whether it shares the ports of the binder.
        package var isPrimary: Bool
        package var ports: Ports
        /// Its Unix-domain socket.
        package var socket: String?
        package var directories: Int
        /// The parent, as STATISTICS has it: `address/tag`, `root`, `forcedRoot`, `notResponding` or `unknown`.
        package var binding: String
        /// What its root property `trusted_networks` comes to; nil without the property.
        package var trustedNetworks: [String]?

        package init(
            tag: String, isPrimary: Bool, ports: Ports, socket: String?, directories: Int, binding: String,
            trustedNetworks: [String]?
        ) {
            self.tag = tag
            self.isPrimary = isPrimary
            self.ports = ports
            self.socket = socket
            self.directories = directories
            self.binding = binding
            self.trustedNetworks = trustedNetworks
        }
    }

    /// One setting of the security: its value, and those that the profiles have.
    package struct Setting: Codable, Hashable, Sendable {
        /// The rows of `protocol.md` 9.3 that it stands for.
        package var holes: String
        package var key: String
        /// The value in force.
        package var value: String
        package var hardened: String
        package var original: String
        /// What it decides, in one sentence.
        package var meaning: String

        package init(holes: String, key: String, value: String, hardened: String, original: String, meaning: String) {
            self.holes = holes
            self.key = key
            self.value = value
            self.hardened = hardened
            self.original = original
            self.meaning = meaning
        }
    }

    package var process: Int32
    package var version: String
    /// When it started: seconds since 1970.
    package var started: Int
    /// The user that it runs as; the number of a user without a name.
    package var user: String
    package var uid: UInt32
    /// The addresses it serves on; empty means all.
    package var listen: [String] = []
    package var binder: Ports
    /// Who answers on port 111: `builtin`, `system` (rpcbind) or `off`.
    package var portmapper: String
    package var socketFolder: String?
    package var domains: [Domain] = []
    /// The profile: `hardened` or `original`.
    package var security: String
    package var settings: [Setting] = []
    /// The first port that every user of the host may bind.
    package var firstUnprotectedPort: UInt16
    /// The networks that the host is attached to.
    package var attachedNetworks: [String] = []

    package init(
        process: Int32, version: String, started: Int, user: String, uid: UInt32, binder: Ports, portmapper: String,
        security: String, firstUnprotectedPort: UInt16
    ) {
        self.process = process
        self.version = version
        self.started = started
        self.user = user
        self.uid = uid
        self.binder = binder
        self.portmapper = portmapper
        self.security = security
        self.firstUnprotectedPort = firstUnprotectedPort
    }
}

extension ServerStatus {
    private static let name = "status.json"
    private static let largest = 16 << 20

    /// Writes the file of the store at `folder`, readable by its owner only. There is never half of it.
    package func write(to folder: String) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { throw StoreError("cannot write the server's status as JSON") }
        let path = "\(folder)/\(Self.name)"
        _ = try SystemFiles().replace(path, with: Array(data) + [10], temporary: path + ".new")
    }

    /// Removes the file of the store at `folder`.
    package static func remove(from folder: String) { try? SystemFiles().remove("\(folder)/\(name)") }

    /// What the holder of the store at `folder` says of itself; nil when it says nothing.
    package static func read(from folder: String, of holder: StoreHolder) -> ServerStatus? {
        guard let bytes = try? SystemFiles().read("\(folder)/\(name)", maximum: largest) else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let status = try? decoder.decode(ServerStatus.self, from: Data(bytes))
        return status?.process == holder.process ? status : nil
    }
}

extension StoreHolder {
    /// Who holds the store at `folder`; nil when nobody does, or when there is no store.
    ///
    /// Throws when it cannot be looked at.
    package static func of(_ folder: String) throws(StoreError) -> StoreHolder? { try StoreLock.holder(of: folder) }
}
