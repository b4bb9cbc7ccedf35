import Foundation
import Glibc
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// Every byte that those can obtain who must not see hashes, and none of them is of a hash.
@Suite(.serialized) struct HashLeakTests {
    /// Everything else is as open as it can be.
    private static let open = [
        "read-from=anywhere", "readall=everyone", "statistics-for=everyone", "stranger-datagrams=answered",
        "maintenance-calls=everyone", "relay-rate=0", "passwords-from=anywhere",
    ]
    private static let quick = ["login-delay=0", "login-failures=0"]

    private static func memory(_ settings: [String]) throws -> MemoryTransport {
        var policy = SecurityPolicy.hardened
        for setting in settings + quick {
            let parts = setting.split(separator: "=").map(String.init)
            try SecuritySetting.named(parts[0])?.apply(parts[1], &policy)
        }
        let domain = try RuledDomain(try HashTree.make()) { $0 = policy }
        return MemoryTransport(server: domain.server)
    }

    @Test func `who may see hashes finds every one, so that the hunt is one`() throws {
        for caller in [AccessCaller.localRoot, .clone] {
            var hunt = HashHunt(try Self.memory([]), caller, expectsDatagrams: true)
            try hunt.readEverything()
            #expect(Set(HashTree.hashes(in: hunt.bytes)) == Set(HashTree.hashes))
        }
        for hash in HashTree.hashes {
            for prefix in ["", "a", "ab"] {
                let text = Data("\(prefix)\(hash)more".utf8).base64EncodedString()
                #expect(HashTree.hashes(in: Data(text.utf8)).contains(hash))
            }
        }
    }

    @Test(arguments: [[], open])
    func `nobody else finds one in memory`(settings: [String]) throws {
        for caller in [AccessCaller.localUser, .socketUser, .trustedHigh, .strangerHigh, .strangerLow] {
            let isStranger = caller == .strangerLow || caller == .strangerHigh
            var hunt = HashHunt(
                try Self.memory(settings), caller, expectsDatagrams: !isStranger || !settings.isEmpty)
            try hunt.run()
            #expect(HashTree.hashes(in: hunt.bytes) == [], "\(caller)")
            #expect((hunt.answered > 1000) == (!isStranger || !settings.isEmpty))
        }
    }

    @Test(arguments: [[], open])
    func `nobody else finds one on the wires, in the log, in files or in the process`(settings: [String]) throws {
        guard let network = try TestNetwork(for: "HashLeakTests") else { return }
        var setup = DaemonProcess.Setup()
        setup.options = ["--log-level": "trace"]
        setup.settings = settings + Self.quick
        setup.domains = ["network": try HashTree.make(), "lab": try HashTree.make()]
        guard let transport = try NetworkTransport(network, setup, for: "HashLeakTests") else { return }
        for caller in [AccessCaller.localUser, .socketUser, .trustedHigh, .strangerHigh] {
            let isAnswered = caller != .strangerHigh || !settings.isEmpty
            var hunt = HashHunt(transport, caller, expectsDatagrams: isAnswered)
            try hunt.readEverything()
            if caller == .trustedHigh { try hunt.run() }
            #expect(HashTree.hashes(in: hunt.bytes) == [], "\(caller)")
            #expect((hunt.answered > 1000) == isAnswered, "\(caller): \(hunt.answered)")
        }
        let destroy = CallMessage.binder(.destroydomain) { $0.write(opaque: Array("lab".utf8)) }
        let reply = try #require(try transport.answer(destroy, from: .socketRoot, to: .binder))
        #expect(try ReplyMessage(reply).status == .ok)
        try Self.searchProcess(transport.daemon)
        try Self.searchFiles(transport.daemon)
        #expect(transport.daemon.stop() == 0)
        try Self.searchFiles(transport.daemon)
    }

    // MARK: The host

    /// What another user of the host reads in the daemon's folder.
    private static func searchFiles(_ daemon: DaemonProcess) throws {
        let (folder, store) = (daemon.everything, daemon.store)
        let (paths, own) = (files(below: folder), daemon.errors + daemon.output)
        #expect(paths.contains { $0.hasSuffix(".plist") && $0.hasPrefix("\(store)/nodes/network/") })
        #expect(paths.contains { $0.hasPrefix("\(store)/trash/lab") })
        let whole = try paths.filter { $0.hasPrefix(store) }.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(!HashTree.hashes(in: Data(whole.joined())).isEmpty, "the store has them")
        for path in paths where path.hasPrefix(store) {
            var status = stat()
            #expect(lstat(path, &status) == 0 && status.st_mode & 0o077 == 0, "\(path)")
        }
        let found = try OtherUser.perform(as: OtherUser.stranger) {
            let readable = paths.filter { FileManager.default.contents(atPath: $0) != nil }
            return (readable, readable.map { FileManager.default.contents(atPath: $0) ?? Data() })
        }
        #expect(!found.0.contains { $0.hasPrefix(store) }, "\(found.0)")
        #expect(HashTree.hashes(in: Data(found.1.joined())) == [])
        #expect(own.count > 1000 && HashTree.hashes(in: Data(own.utf8)) == [])
        for password in [AccessTree.alicePassword, AccessTree.rootPassword] { #expect(!own.contains(password)) }
    }

    private static func files(below folder: String) -> [String] {
        let entries = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return entries.map { "\(folder)/\($0)" }.filter { path in
            var status = stat()
            return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// What another user of the host reads of the process.
    private static func searchProcess(_ daemon: DaemonProcess) throws {
        let folder = "/proc/\(daemon.identifier)"
        let found = try OtherUser.perform(as: OtherUser.stranger) {
            ["cmdline", "environ", "status", "stat", "maps", "mem", "stack", "io", "auxv", "mountinfo", "comm"].map {
                name in
                FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            }
        }
        #expect(found[0].range(of: Data("netinfod".utf8)) != nil)
        #expect(found[1].isEmpty && found[4].isEmpty && found[5].isEmpty)
        #expect(HashTree.hashes(in: Data(found.joined())) == [])
    }
}
