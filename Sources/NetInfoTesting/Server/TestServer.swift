import Dispatch
import Foundation
import Glibc
package import NetInfoDirectory
package import NetInfoServer
import NetInfoStore
package import ONCRPC
import Synchronization

/// A real daemon on a thread of this process: sockets on free ports of loopback, a store in a temporary folder, no
/// portmapper.
package final class TestServer: Sendable {
    /// Why a server did not start.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Started: Sendable {
        let binder: DomainPorts
        let domains: [String: DomainPorts]
        let mailbox: LoopMailbox
    }

    /// What the daemon logged.
    package let log: CollectedLog
    private let folder: TemporaryFolder
    private let started: Started
    private let stopDescriptor: Int32
    private let ended: DispatchSemaphore
    private let hasEnded = Mutex(false)

    /// Starts a daemon that serves `domains`, the tag `network` first, and waits until its ports are open.
    ///
    /// With `sockets` it has Unix-domain sockets in a temporary folder, too.
    /// - Throws: `Failure` when it does not start.
    package init(
        domains: [String: DirectoryTree] = [:], limits: TransportLimits? = nil, sockets: Bool = false,
        configure: (inout DaemonConfiguration) -> Void = { _ in }
    ) throws {
        let folder = TemporaryFolder("netinfo-server")
        let log = CollectedLog()
        var configuration = DaemonConfiguration()
        configuration.store = folder("store")
        configuration.listen = ["127.0.0.1"]
        configuration.port = 0
        configuration.localPort = nil
        configuration.portmapper = .off
        configuration.security = .original
        configuration.policy = .original
        if sockets { configuration.socketFolder = folder("sockets") }
        configure(&configuration)
        try Self.fill(configuration.store, domains, log)
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw Failure(description: "no pair of sockets") }
        let (stop, watched) = (ends[0], ends[1])
        let ended = DispatchSemaphore(value: 0)
        let start = Promise()
        let settings = configuration
        let thread = Thread {
            Self.serve(settings, limits, log, stop: watched, start)
            ended.signal()
        }
        thread.name = "netinfod"
        thread.start()
        started = try start.wait()
        (self.folder, self.log, self.ended, stopDescriptor) = (folder, log, ended, stop)
    }

    deinit {
        stop()
        close(stopDescriptor)
    }

    /// Makes a store that has these domains.
    static func fill(_ path: String, _ domains: [String: DirectoryTree], _ log: CollectedLog) throws {
        guard !domains.isEmpty else { return }
        let store = try Store(path: path, logger: log.logger)
        for (tag, tree) in domains { try store.create(tag, tree) }
    }

    private static func serve(
        _ configuration: DaemonConfiguration, _ limits: TransportLimits?, _ log: CollectedLog, stop: Int32,
        _ start: Promise
    ) {
        do {
            let daemon = try Daemon(configuration, limits: limits, logger: log.logger)
            try daemon.loop.add(StopSource(descriptor: stop) { [unowned daemon] in daemon.stop() }, .readable)
            let entries = daemon.host.registry.entries.map { (String(decoding: $0.tag, as: UTF8.self), $0.ports) }
            start.fulfil(
                .success(
                    Started(
                        binder: daemon.binderPorts, domains: Dictionary(entries) { $1 },
                        mailbox: daemon.loop.mailbox)))
            daemon.run()
        } catch {
            start.fulfil(.failure(Failure(description: "\(error)")))
        }
    }

    // MARK: Where it is

    /// The ports of the binder and the primary domain.
    package var binderPorts: DomainPorts { started.binder }

    /// The TCP port of the binder and the primary domain.
    package var tcpPort: UInt16 { UInt16(clamping: started.binder.tcp) }

    /// The UDP port of the binder and the primary domain.
    package var udpPort: UInt16 { UInt16(clamping: started.binder.udp) }

    /// The ports of a domain that was there at the start.
    package func ports(of tag: String) -> DomainPorts { started.domains[tag] ?? DomainPorts(udp: 0, tcp: 0) }

    /// The store's folder.
    package var store: String { folder("store") }

    /// The folder of its Unix-domain sockets, if it has them.
    package var socketFolder: String { folder("sockets") }

    /// The Unix-domain socket of the binder and the primary domain.
    package var socketPath: String { "\(socketFolder)/\(tcpPort).sock" }

    // MARK: Its loop

    /// Runs `body` on the daemon's thread and returns what it returns.
    package func onLoop<Value: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Value) -> Value? {
        let done = DispatchSemaphore(value: 0)
        let result = ResultBox<Value>()
        started.mailbox.perform { loop in
            result.value.withLock { $0 = body(loop) }
            done.signal()
        }
        guard done.wait(timeout: .now() + 10) == .success else { return nil }
        return result.value.withLock { $0 }
    }

    private final class ResultBox<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    // MARK: Its end

    /// Asks for a clean stop and returns at once.
    package func beginStop() {
        var one: UInt8 = 1
        _ = write(stopDescriptor, &one, 1)
    }

    /// Stops the daemon, waits until it is gone, and tells whether it went in time.
    @discardableResult
    package func stop(within seconds: Double = 20) -> Bool {
        hasEnded.withLock { hasEnded in
            if hasEnded { return true }
            beginStop()
            hasEnded = ended.wait(timeout: .now() + seconds) == .success
            return hasEnded
        }
    }

    private final class Promise: Sendable {
        private let result = Mutex<Result<Started, Failure>?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        func fulfil(_ value: Result<Started, Failure>) {
            result.withLock { $0 = value }
            semaphore.signal()
        }

        func wait() throws -> Started {
            guard semaphore.wait(timeout: .now() + 60) == .success, let result = result.withLock({ $0 }) else {
                throw Failure(description: "the daemon did not start within a minute")
            }
            return try result.get()
        }
    }
}
