import Foundation
import Glibc
import NetInfoClient
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

/// Tools on the host of their server, which reach it by its Unix-domain socket.
@Suite struct LocalSocketTests {
    private static func endpoint(_ port: UInt16) -> ClientEndpoint {
        ClientEndpoint(address: .loopback, port: port)
    }

    private static let ping = ClientCall(
        program: NIProgram.directory, version: NIProgram.directoryVersion, procedure: NIProcedure.ping.rawValue
    ) { _ in }

    private static func call(_ client: RPCStreamClient) throws {
        _ = try client.call(ping, deadline: .after(.seconds(10)))
    }

    private static func connect(_ endpoint: ClientEndpoint, _ folder: String) throws -> RPCStreamClient {
        try RPCStreamClient(
            connectingTo: endpoint, reserved: false, sockets: ClientSocketFolder(path: folder),
            deadline: .after(.seconds(10)))
    }

    private static func peers(of server: TestServer) -> [Bool] {
        server.onLoop { loop in
            var peers: [Bool] = []
            loop.closeConnections { peer in
                peers.append(peer.isUnixSocket)
                return true
            }
            return peers
        } ?? []
    }

    @Test func `the socket of the port is preferred, and TCP is taken without one`() throws {
        let server = try TestServer(sockets: true)
        for (folder, isUnix) in [(server.socketFolder, true), ("off", false), ("/nonexistent", false), ("", false)] {
            let client = try Self.connect(Self.endpoint(server.tcpPort), folder)
            try Self.call(client)
            #expect(Self.peers(of: server) == [isUnix], "\(folder)")
        }
    }

    @Test func `an address of another host is not looked for in the folder`() throws {
        let server = try TestServer(sockets: true)
        let other = try #require(ClientAddress("192.0.2.1"))
        #expect(throws: RPCClientError.self) {
            try RPCStreamClient(
                connectingTo: ClientEndpoint(address: other, port: server.tcpPort), reserved: false,
                sockets: ClientSocketFolder(path: server.socketFolder), deadline: .after(.milliseconds(100)))
        }
    }

    @Test func `a socket that a dead server left does not matter`() throws {
        let server = try TestServer()
        let folder = TemporaryFolder("netinfo-socket")
        close(try SocketFile(listeningAt: folder("\(server.tcpPort).sock")).descriptor)
        let client = try Self.connect(Self.endpoint(server.tcpPort), folder.path)
        try Self.call(client)
        #expect(Self.peers(of: server) == [false])
    }

    // MARK: As users see it

    /// Runs niutil in a process of its own; what it says, and its status.
    private func niutil(
        _ words: [String], at daemon: DaemonProcess, sockets: String? = nil, by prefix: [String] = []
    ) throws -> (output: String, status: Int32)? {
        guard let program = DaemonProcess.program("netinfo") else {
            print("SKIPPED: LocalSocketTests needs the executable netinfo beside the tests")
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let domain = ["-t", "127.0.0.1:\(daemon.tcpPort)/network"]
        process.arguments = prefix + [program, "niutil", words[0]] + domain + words.dropFirst()
        process.environment = ["NETINFO_SOCKETS": sockets ?? daemon.socketFolder, "PATH": "/usr/bin:/bin"]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }

    private static func user(_ user: UInt32) -> [String] {
        ["setpriv", "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups"]
    }

    @Test func `whoever runs a server writes without a reserved port`() throws {
        guard let daemon = try DaemonProcess(descriptors: 256, sockets: true, for: "LocalSocketTests") else { return }
        // Root without the right to low ports is root all the same.
        let prefix = geteuid() == 0 ? ["setpriv", "--bounding-set", "-net_bind_service"] : []
        guard let tcp = try niutil(["-create", "/x"], at: daemon, sockets: "off", by: prefix) else { return }
        #expect(tcp.status == 104, "\(tcp.output)")
        #expect(try niutil(["-create", "/x"], at: daemon, by: prefix)?.status == 0)
        #expect(try niutil(["-list", "/"], at: daemon, sockets: "off", by: prefix)?.output.contains("\t x\n") == true)
        #expect(daemon.stop() == 0)
        #expect(access(daemon.socketPath, F_OK) != 0)
    }

    @Test func `another user reads, and does not write`() throws {
        guard Privileges.mayUseReservedPorts(for: "LocalSocketTests") else { return }
        guard let daemon = try DaemonProcess(descriptors: 256, sockets: true, for: "LocalSocketTests"),
            let program = DaemonProcess.program("netinfo"), Self.mayRun(program)
        else { return }
        let stranger = Self.user(OtherUser.stranger)
        #expect(try niutil(["-list", "/"], at: daemon, by: stranger)?.output.contains("\t users\n") == true)
        let refused = try niutil(["-create", "/x"], at: daemon, by: stranger)
        #expect(refused?.status == 104, "\(refused?.output ?? "")")
        #expect(try niutil(["-create", "/x"], at: daemon)?.status == 0)
        // What the user's own credential says does not make him another one.
        #expect(try niutil(["-create", "-u", "root", "-P", "", "/y"], at: daemon, by: stranger)?.status != 0)
    }

    @Test func `a server that a user runs takes writes from him and from root`() throws {
        guard Privileges.mayUseReservedPorts(for: "LocalSocketTests") else { return }
        guard let program = DaemonProcess.program("netinfod"), Self.mayRun(program),
            let daemon = try DaemonProcess(
                descriptors: 256, sockets: true, user: OtherUser.stranger, for: "LocalSocketTests")
        else { return }
        #expect(try niutil(["-create", "/x"], at: daemon, by: Self.user(OtherUser.stranger))?.status == 0)
        #expect(try niutil(["-create", "/y"], at: daemon)?.status == 0)
        #expect(try niutil(["-create", "/z"], at: daemon, by: Self.user(OtherUser.stranger + 1))?.status == 104)
    }

    /// Whether other users can get at the programs, which may be built in a folder of root's.
    private static func mayRun(_ program: String) -> Bool {
        let mayRun = try? OtherUser.perform(as: OtherUser.stranger) {
            faccessat(AT_FDCWD, program, X_OK, AT_EACCESS) == 0
        }
        if mayRun == true { return true }
        print("SKIPPED: LocalSocketTests needs programs that other users may run")
        return false
    }
}
