import Dispatch
import Logging
import NetInfoProtocol
import ONCRPC

/// How legacy clients find the binder: through the host's rpcbind, or through our own portmapper on port 111.
final class PortmapperService {
    private(set) var sources: [any EventSource] = []
    private let logger: Logger
    private let ports: DomainPorts
    private let allowance: (PeerAddress) -> DatagramAllowance
    private var isRegistered = false
    private let inherited: ListeningSockets?

    /// Who answers on port 111, as it would be configured.
    var kind: DaemonConfiguration.PortmapperChoice { isRegistered ? .system : .builtin }

    /// Registers with rpcbind or serves port 111, as configured.
    init?(
        _ configuration: DaemonConfiguration, binder: Binder, ports: DomainPorts, inherited: ListeningSockets?,
        loop: EventLoop, logger: Logger, allowance: @escaping (PeerAddress) -> DatagramAllowance
    ) throws(DaemonError) {
        self.allowance = allowance
        self.logger = logger
        self.ports = ports
        self.inherited = inherited
        switch configuration.portmapper {
        case .off: return nil
        case .builtin: try serve(configuration, binder, loop)
        case .system: register(loop, isRequired: true)
        case .auto: try choose(configuration, binder, loop)
        }
    }

    private func choose(_ configuration: DaemonConfiguration, _ binder: Binder, _ loop: EventLoop) throws(DaemonError) {
        do throws(SystemError) {
            sources = try open(configuration, binder, loop)
            logger.info("serving port 111: this host has no rpcbind")
        } catch {
            register(loop, isRequired: false)
        }
    }

    private func serve(_ configuration: DaemonConfiguration, _ binder: Binder, _ loop: EventLoop) throws(DaemonError) {
        do throws(SystemError) {
            sources = try open(configuration, binder, loop)
        } catch {
            throw DaemonError(
                "\(error); the built-in portmapper needs port 111 for itself: stop rpcbind and rpcbind.socket, or use "
                    + "--portmapper system")
        }
    }

    private func open(
        _ configuration: DaemonConfiguration, _ binder: Binder, _ loop: EventLoop
    ) throws(SystemError) -> [any EventSource] {
        let sockets: ListeningSockets
        if let inherited {
            sockets = inherited
        } else {
            sockets = try ListeningSockets.open(configuration.addresses, port: Portmapper.port)
        }
        let portmapper = Portmapper(binder: binder, ports: ports, policy: configuration.policy)
        return try sockets.serve(RPCEndpoint([portmapper], datagrams: allowance), on: loop)
    }

    // MARK: rpcbind

    private func register(_ loop: EventLoop, isRequired: Bool) {
        let mailbox = loop.mailbox
        let ports = ports
        let logger = logger
        isRegistered = true
        DispatchQueue.global().async {
            let done = Rpcbind.register(udp: UInt16(clamping: ports.udp), tcp: UInt16(clamping: ports.tcp))
            mailbox.perform { loop in
                guard done else {
                    let level: Logger.Level = isRequired ? .error : .warning
                    logger.log(
                        level: level,
                        """
                        no portmapper: rpcbind does not take our registration and port 111 cannot be served; legacy \
                        clients will not find this server (start rpcbind, or restart it if it keeps what a server of another \
                        user registered)
                        """)
                    return
                }
                logger.info("registered with rpcbind")
                Self.testRelay(loop, logger)
            }
        }
    }

    /// Legacy clients with several servers, and legacy servers looking for a parent, need rpcbind to relay calls.
    private static func testRelay(_ loop: EventLoop, _ logger: Logger) {
        guard let query = try? RelayTest.query() else { return }
        query.start(on: loop) { reply in
            if reply != nil {
                logger.info("rpcbind relays calls (CALLIT): legacy clients can find this server by broadcast")
            } else {
                logger.warning(
                    """
                    rpcbind does not relay calls (CALLIT): Macs and NeXTs that look for a parent domain by broadcast, \
                    or for one of several servers, will not find this one; start rpcbind with -r, or stop it and let \
                    netinfod serve port 111
                    """)
            }
        }
    }

    /// Takes the registration back.
    func stop() {
        guard isRegistered else { return }
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            Rpcbind.unregister()
            done.signal()
        }
        _ = done.wait(timeout: .now() + 2)
    }
}
