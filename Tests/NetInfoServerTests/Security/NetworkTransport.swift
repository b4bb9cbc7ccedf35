import Foundation
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import XDR

/// Calls made over real wires, each caller on its machine and as its user, to a daemon at the original's ports.
final class NetworkTransport: AccessTransport {
    private let network: TestNetwork
    let daemon: DaemonProcess
    private var streams: [Line: WireClient] = [:]
    private var datagrams: [Line: DatagramClient] = [:]

    private struct Line: Hashable {
        let caller: AccessCaller
        let port: UInt16
    }

    /// Starts a daemon with these settings; nil, with a loud line, when it was not built.
    init?(_ network: TestNetwork, _ setup: DaemonProcess.Setup, for test: String) throws {
        var setup = setup
        setup.network = network.server
        setup.sockets = true
        // As it is run: root starts it, and it works as a user of its own.
        setup.becoming = OtherUser.stranger + 1
        setup.options.merge(["--listen": "all", "--port": "766", "--portmapper": "builtin"]) { given, _ in given }
        guard let daemon = try DaemonProcess(setup, for: test) else { return nil }
        (self.network, self.daemon) = (network, daemon)
    }

    func answer(
        _ call: CallMessage, from caller: AccessCaller, to service: AccessService, expectsAnswer: Bool = true
    ) throws -> [UInt8]? {
        let isPortmapper = service == .portmapper || service == .portmapperDatagrams
        let line = Line(caller: caller, port: isPortmapper ? 111 : daemon.tcpPort)
        do {
            return service.isStream
                ? try overTCP(call, line, within: expectsAnswer ? 30 : 0.3)
                : try overUDP(call, line, within: expectsAnswer ? 10 : 0.3)
        } catch WireError.closed {
            streams[line] = nil
            return nil
        } catch WireError.timeout where !service.isStream || !expectsAnswer {
            // What comes late must not be taken for the answer to something else.
            if service.isStream { streams[line] = nil } else { datagrams[line] = nil }
            return nil
        }
    }

    private func overTCP(_ call: CallMessage, _ line: Line, within seconds: Double) throws -> [UInt8] {
        let client = try streams[line] ?? connect(line)
        streams[line] = client
        try client.send(call)
        return try client.receiveRecord(within: seconds)
    }

    private func overUDP(_ call: CallMessage, _ line: Line, within seconds: Double) throws -> [UInt8] {
        let client = try datagrams[line] ?? open(line)
        datagrams[line] = client
        try client.send(call.bytes)
        return try client.receiveMessage(within: seconds)
    }

    /// A new connection of a caller to a port, or the socket that goes with it.
    func connect(_ caller: AccessCaller) throws -> WireClient {
        try connect(Line(caller: caller, port: daemon.tcpPort))
    }

    private func connect(_ line: Line) throws -> WireClient {
        let (address, isPrivileged) = (Self.address(line.caller), Self.isPrivileged(line.caller))
        // The portmapper has no socket: there such a caller comes by TCP like everybody.
        let path = line.caller.isOnSocket && line.port != 111 ? daemon.socketPath : nil
        return try perform(line.caller) {
            if let path { return try WireClient(path: path) }
            return try WireClient(port: line.port, host: address, isPrivileged: isPrivileged)
        }
    }

    private func open(_ line: Line) throws -> DatagramClient {
        let (address, isPrivileged) = (Self.address(line.caller), Self.isPrivileged(line.caller))
        return try perform(line.caller) {
            try DatagramClient(port: line.port, host: address, isPrivileged: isPrivileged)
        }
    }

    func current(_ directory: UInt32) throws -> DirectoryID {
        guard let bytes = try answer(.about(.`self`, directory), from: .socketRoot, to: .domain),
            let id = try ReplyMessage(bytes).id()
        else { throw WireError.closed }
        return id
    }

    // MARK: Where callers are

    /// Runs `body` where the caller is, and as who it is.
    private func perform<Value: Sendable>(
        _ caller: AccessCaller, _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        let isRoot = Self.isPrivileged(caller) || caller == .socketRoot
        return try machine(caller).perform {
            try isRoot ? body() : OtherUser.perform(as: OtherUser.stranger, body)
        }
    }

    private func machine(_ caller: AccessCaller) -> NetworkThread {
        switch caller {
        case .localRoot, .localUser, .socketRoot, .socketUser: network.server
        case .clone: network.clone
        case .trustedLow, .trustedHigh: network.client
        case .strangerLow, .strangerHigh: network.stranger
        }
    }

    private static func isPrivileged(_ caller: AccessCaller) -> Bool {
        [.localRoot, .clone, .trustedLow, .strangerLow].contains(caller)
    }

    private static func address(_ caller: AccessCaller) -> HostAddress {
        [.localRoot, .localUser, .socketRoot, .socketUser].contains(caller) ? .loopback : TestNetwork.serverAddress
    }
}

extension AccessCaller {
    /// Whether the caller comes by a Unix-domain socket.
    fileprivate var isOnSocket: Bool { self == .socketRoot || self == .socketUser }
}
