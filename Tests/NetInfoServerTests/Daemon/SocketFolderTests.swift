import Foundation
import Glibc
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// The folder of Unix-domain sockets beside the ports of a server.
@Suite struct SocketFolderTests {
    private func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test func `there is one socket for every port, with the same programs as by TCP`() throws {
        let server = try TestServer(
            domains: ["network": try SampleTree.flat([]), "lab": try SampleTree.flat([])], sockets: true)
        let lab = server.ports(of: "lab").tcp
        #expect(names(server.socketFolder) == ["\(server.tcpPort).sock", "\(lab).sock"].sorted())
        let primary = try WireClient(path: server.socketPath)
        #expect(try primary.call(.netInfo(.ping)).outcome == .success)
        #expect(try primary.call(.binder(.listreg)).status == .ok)
        let other = try WireClient(path: "\(server.socketFolder)/\(lab).sock")
        #expect(try other.call(.netInfo(.ping)).outcome == .success)
        #expect(try other.call(.binder(.listreg)).outcome == .programUnavailable)
    }

    @Test func `the peer is the user that connected`() throws {
        let server = try TestServer(sockets: true)
        let client = try WireClient(path: server.socketPath)
        _ = try client.call(.netInfo(.ping))
        #expect(Self.peers(of: server) == [PeerAddress(user: geteuid())])
        guard Privileges.mayUseReservedPorts(for: "SocketFolderTests") else { return }
        let path = server.socketPath
        let stranger = try OtherUser.perform(as: OtherUser.stranger) { try WireClient(path: path) }
        _ = try stranger.call(.netInfo(.ping))
        #expect(Self.peers(of: server).contains(PeerAddress(user: OtherUser.stranger)))
    }

    private static func peers(of server: TestServer) -> [PeerAddress] {
        server.onLoop { loop in
            var peers: [PeerAddress] = []
            loop.closeConnections { peer in
                peers.append(peer)
                return false
            }
            return peers
        } ?? []
    }

    @Test func `whoever runs the server writes without a password, a stranger does not`() throws {
        let server = try TestServer(sockets: true)
        let call = { (name: String) in
            CallMessage.binder(.register) { writer in
                writer.write(opaque: Array(name.utf8))
                writer.write(1 as UInt32)
                writer.write(1 as UInt32)
            }
        }
        #expect(try WireClient(path: server.socketPath).call(call("mine")).status == .ok)
        #expect(try WireClient(port: server.tcpPort).call(call("other")).status == .permissionDenied)
        guard Privileges.mayUseReservedPorts(for: "SocketFolderTests") else { return }
        let path = server.socketPath
        let stranger = try OtherUser.perform(as: OtherUser.stranger) { try WireClient(path: path) }
        #expect(try stranger.call(call("other")).status == .permissionDenied)
    }

    @Test func `a domain made while running has a socket until it goes`() throws {
        let server = try TestServer(sockets: true)
        let client = try WireClient(path: server.socketPath)
        let before = names(server.socketFolder)
        let tag = { (procedure: NIBinderProcedure) in
            CallMessage.binder(procedure) { $0.write(opaque: Array("lab".utf8)) }
        }
        #expect(try client.call(tag(.createmaster)).status == .ok)
        let ports = try client.call(tag(.getregister)).words
        let made = try #require(ports.last)
        #expect(names(server.socketFolder) == (before + ["\(made).sock"]).sorted())
        let lab = try WireClient(path: "\(server.socketFolder)/\(made).sock")
        #expect(try lab.call(.netInfo(.ping)).outcome == .success)
        #expect(try client.call(tag(.destroydomain)).status == .ok)
        #expect(names(server.socketFolder) == before)
        #expect(lab.socket.isClosed(within: 5))
    }

    @Test func `the sockets go at a clean stop, what else is there stays`() throws {
        let server = try TestServer(sockets: true)
        try Data().write(to: URL(fileURLWithPath: "\(server.socketFolder)/note"))
        #expect(server.stop())
        #expect(names(server.socketFolder) == ["note"])
    }

    @Test func `a folder that cannot be had is told of, and TCP is served`() throws {
        let folder = TemporaryFolder("netinfo-socket")
        try Data().write(to: URL(fileURLWithPath: folder("file")))
        mkdir(folder("open"), 0o777)
        chmod(folder("open"), 0o777)
        for (path, reason) in [
            (folder("missing/folder"), "No such file or directory"), (folder("file"), "Not a directory"),
            (folder("open"), "anybody could put a socket"),
        ] {
            let server = try TestServer { $0.socketFolder = path }
            #expect(try WireClient(port: server.tcpPort).call(.netInfo(.ping)).outcome == .success)
            let warnings = server.log.lines.filter { $0.hasPrefix("warning: no Unix-domain socket") }
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains(reason) == true, "\(warnings)")
            #expect(warnings.first?.contains(path) == true)
            #expect(warnings.first?.contains("--socket-folder") == true)
        }
    }

    @Test func `a socket that another server holds is told of, and TCP is served`() throws {
        let server = try TestServer(sockets: true)
        let port = server.tcpPort
        let folder = server.socketFolder
        #expect(server.stop())
        let other = try SocketFile(listeningAt: "\(folder)/\(port).sock")
        defer { close(other.descriptor) }
        let second = try TestServer {
            $0.port = port
            $0.socketFolder = folder
        }
        #expect(try WireClient(port: second.tcpPort).call(.netInfo(.ping)).outcome == .success)
        #expect(second.log.contains("another server has it"))
        #expect(second.stop())
        #expect(names(folder) == ["\(port).sock"])
    }

    @Test func `one user cannot take all connections, root can`() throws {
        var limits = TransportLimits()
        limits.connectionsPerPeer = 4
        let server = try TestServer(limits: limits, sockets: true)
        let path = server.socketPath
        let mine = try (0..<6).map { _ in try WireClient(path: path) }
        for client in mine { _ = try? client.call(.netInfo(.ping)) }
        for client in mine.prefix(2) { #expect(client.socket.isClosed(within: 0.5) == (geteuid() != 0)) }
        guard Privileges.mayUseReservedPorts(for: "SocketFolderTests") else { return }
        let clients = try OtherUser.perform(as: OtherUser.stranger) {
            try (0..<6).map { _ in
                let client = try WireClient(path: path)
                _ = try client.call(.netInfo(.ping))
                return client
            }
        }
        for client in clients.prefix(2) { #expect(client.socket.isClosed(within: 5)) }
        for client in clients.suffix(4) + mine { #expect(try client.call(.netInfo(.ping)).outcome == .success) }
    }

    @Test func `the key names a folder, and off means none`() async throws {
        let load = { (overrides: [String: String], environment: [String: String]) async throws in
            let folder = TemporaryFolder("netinfo-config")
            try Data("<plist version=\"1.0\"><dict/></plist>".utf8).write(to: URL(fileURLWithPath: folder("c.plist")))
            return try await ConfigurationSources(
                file: folder("c.plist"), overrides: overrides, environment: environment
            ).load().socketFolder
        }
        #expect(try await load([:], [:]) == "/run/netinfo")
        #expect(try await load(["port": "0"], [:]) == nil)
        #expect(try await load(["port": "0", "socket-folder": "/x"], [:]) == "/x")
        #expect(try await load(["socket-folder": "off"], [:]) == nil)
        #expect(try await load([:], ["NETINFOD_SOCKET_FOLDER": "/y"]) == "/y")
    }
}
