import Foundation
import Glibc
import NetInfoServer
import NetInfoTesting
import Testing

/// A server refuses to start on what others could change under its hands.
@Suite struct FileCustodyTests {
    private let folder = TemporaryFolder("netinfo-custody")
    private let custody = FileCustody(.current)

    /// A store with the domain `network`, as a server leaves it.
    private func store() throws -> String {
        let path = folder("store")
        try make("store/nodes/network")
        #expect(FileManager.default.createFile(atPath: path + "/nodes/network/sqlindex", contents: nil))
        chmod(path + "/nodes/network/sqlindex", 0o600)
        return path
    }

    private func make(_ name: String) throws {
        var path = folder.path
        for part in name.split(separator: "/") {
            path += "/\(part)"
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw POSIXError(.EIO) }
        }
    }

    private func refusal(_ body: () throws(DaemonError) -> Void) -> String {
        do throws(DaemonError) {
            try body()
            return ""
        } catch { return error.description }
    }

    @Test func `a store of one's own is in order, and so is one that does not exist`() throws {
        let store = try store()
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(store: store) } == "")
        let missing = folder("nowhere/store")
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(store: missing) } == "")
    }

    @Test func `whatever of the store others can write to is named, with its mode and the command that ends it`() throws
    {
        let store = try store()
        for (name, mode) in [
            ("", "0775"), ("/nodes", "0702"), ("/nodes/network", "0720"), ("/nodes/network/sqlindex", "0660"),
        ] {
            let path = store + name
            var status = stat()
            #expect(lstat(path, &status) == 0)
            chmod(path, try #require(mode_t(mode, radix: 8)))
            let said = refusal { () throws(DaemonError) in try custody.requireSafe(store: store) }
            #expect(said.contains("write to \(path) (mode \(mode))"), "\(said)")
            #expect(said.contains("run 'chmod go-w \(path)'") || said.contains("run 'chmod o-w \(path)'"), "\(said)")
            chmod(path, status.st_mode & 0o7777)
        }
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(store: store) } == "")
    }

    @Test func `a folder above the store that everybody can write to is refused, unless they cannot rename in it`()
        throws
    {
        try make("open/store")
        let (open, store) = (folder("open"), folder("open/store"))
        chmod(open, 0o777)
        let said = refusal { () throws(DaemonError) in try custody.requireSafe(store: store) }
        #expect(said.contains("run 'chmod o-w \(open)'"), "\(said)")
        chmod(open, 0o1777)
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(store: store) } == "")
    }

    @Test func `links are followed, and every folder on their way counts`() throws {
        try make("open/inner")
        let store = try store()
        let link = folder("link")
        #expect(symlink("open/inner/../../store", link) == 0)
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(store: link) } == "")
        chmod(folder("open"), 0o777)
        let said = refusal { () throws(DaemonError) in try custody.requireSafe(store: link) }
        #expect(said.contains(folder("open")), "\(said)")
        chmod(store, 0o770)
        chmod(folder("open"), 0o700)
        let inside = refusal { () throws(DaemonError) in try custody.requireSafe(store: link) }
        #expect(inside.contains("'chmod go-w \(store)'"), "\(inside)")
        #expect(symlink("loop", folder("loop")) == 0)
        let loop = refusal { () throws(DaemonError) in try custody.requireSafe(store: folder("loop")) }
        #expect(loop.contains("cannot follow the link"))
    }

    @Test func `a configuration that others can write to is refused`() throws {
        let file = folder("netinfod.plist")
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        chmod(file, 0o644)
        #expect(refusal { () throws(DaemonError) in try custody.requireSafe(configuration: file) } == "")
        chmod(file, 0o664)
        let said = refusal { () throws(DaemonError) in try custody.requireSafe(configuration: file) }
        #expect(said == "others can write to \(file) (mode 0664): run 'chmod go-w \(file)'")
    }

    // MARK: As root

    @Test func `what belongs to somebody else is refused, and where anybody could have put it`() throws {
        guard Privileges.mayUseReservedPorts(for: "FileCustodyTests") else { return }
        let store = try store()
        let foreign = store + "/nodes/network"
        chown(foreign, OtherUser.stranger, OtherUser.stranger)
        let said = refusal { () throws(DaemonError) in try custody.requireSafe(store: store) }
        #expect(said.contains("\(foreign) belongs to \(OtherUser.stranger), not to root"), "\(said)")
        #expect(said.contains("'chown -R root: \(store)'"), "\(said)")
        let file = folder("netinfod.plist")
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        chown(file, OtherUser.stranger, OtherUser.stranger)
        let configuration = refusal { () throws(DaemonError) in try custody.requireSafe(configuration: file) }
        #expect(configuration.contains("'chown root: \(file)'"), "\(configuration)")
        let stranger = FileCustody(Account(number: OtherUser.stranger))
        #expect(refusal { () throws(DaemonError) in try stranger.requireSafe(configuration: file) } == "")
        try make("shared/theirs/store")
        chmod(folder("shared"), 0o1777)
        chown(folder("shared/theirs"), OtherUser.stranger, OtherUser.stranger)
        let planted = folder("shared/theirs/store")
        let shared = refusal { () throws(DaemonError) in try custody.requireSafe(store: planted) }
        #expect(shared.contains("choose another place"), "\(shared)")
    }

    @Test func `a first start gives the server's user a new or empty store, and nothing that is in use`() throws {
        guard Privileges.mayUseReservedPorts(for: "FileCustodyTests") else { return }
        let custody = FileCustody(Account(number: OtherUser.stranger))
        let (store, sockets) = (folder("a/b/store"), folder("sockets"))
        try custody.prepare(store: store, socketFolder: sockets)
        #expect(owner(folder("a/b")) == 0)
        #expect(owner(store) == OtherUser.stranger && owner(sockets) == OtherUser.stranger)
        try make("empty")
        try make("used")
        #expect(FileManager.default.createFile(atPath: folder("used/file"), contents: nil))
        try custody.prepare(store: folder("empty"), socketFolder: folder("used"))
        #expect(owner(folder("empty")) == OtherUser.stranger)
        #expect(owner(folder("used")) == 0)
        try custody.prepare(store: folder("used"), socketFolder: nil)
        let said = refusal { () throws(DaemonError) in try custody.requireSafe(store: folder("used")) }
        #expect(said.contains("'chown -R \(OtherUser.stranger):\(OtherUser.stranger) \(folder("used"))'"), "\(said)")
    }

    private func owner(_ path: String) -> UInt32? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }
}
