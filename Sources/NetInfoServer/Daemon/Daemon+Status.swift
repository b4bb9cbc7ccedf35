import Dispatch
import Glibc
import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC

/// What the server says of itself in its store, for `netinfo status`.
extension Daemon {
    /// Seconds between looks for changes.
    private static let statusInterval = 5.0

    /// Writes the status now, and again whenever it has changed.
    func tellStatus() {
        let status = status
        if status != told {
            told = status
            let (store, logger) = (store, logger)
            workQueue.async {
                do throws(StoreError) {
                    try status.write(to: store.path)
                } catch {
                    logger.warning("'netinfo status' will not know of this server: \(error)")
                }
            }
        }
        loop.schedule(after: Self.statusInterval) { [weak self] _ in self?.tellStatus() }
    }

    /// Takes the status away, behind everything that is still to be written.
    func withdrawStatus() {
        let store = store
        workQueue.sync { ServerStatus.remove(from: store.path) }
    }

    private var status: ServerStatus {
        var status = ServerStatus(
            process: getpid(), version: NetInfoVersion.number, started: told?.started ?? time(nil),
            user: told?.user ?? Account.current.text, uid: geteuid(),
            binder: ServerStatus.Ports(udp: binderPorts.udp, tcp: binderPorts.tcp),
            portmapper: (portmapper?.kind ?? .off).rawValue, security: configuration.security.rawValue,
            firstUnprotectedPort: host.lowPorts.firstUnprotected)
        status.listen = configuration.listen
        status.socketFolder = socketFolder == nil ? nil : configuration.socketFolder
        status.attachedNetworks = host.interfaces.attachedNetworks.map(\.description).sorted()
        status.domains = host.registry.entries.compactMap { entry in entry.server.map { state(of: $0, entry.ports) } }
        status.settings = SecuritySetting.all.map { setting in
            ServerStatus.Setting(
                holes: setting.holes, key: setting.key, value: setting.value(configuration.policy),
                hardened: setting.hardened, original: setting.original, meaning: setting.meaning)
        }
        return status
    }

    private func state(of server: DomainServer, _ ports: DomainPorts) -> ServerStatus.Domain {
        let domain = server.domain
        let count = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in tree.count }
        return ServerStatus.Domain(
            tag: domain.tag, isPrimary: domain.tag == primaryTag,
            ports: ServerStatus.Ports(udp: ports.udp, tcp: ports.tcp),
            socket: socketFolder?.file(port: UInt16(truncatingIfNeeded: ports.tcp)), directories: count ?? 0,
            binding: server.parent.text(domain), trustedNetworks: server.listedNetworks?.map(\.description))
    }
}
