import Foundation
import Glibc
import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoStore
import NetInfoTesting
import Synchronization
import Testing
import XDR

/// Whatever happens to the account, the server serves.
@Suite struct AuditDiskTests {
    private let log = CollectedLog()
    private let folder = TemporaryFolder("netinfo-audit")

    private func lines() throws -> [String] {
        let text = try String(contentsOfFile: folder("changes"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    private func event(_ name: String) throws -> AuditEvent {
        var tree = DirectoryTree()
        var change = TreeChange()
        let (id, _) = try tree.create(
            below: try tree.current(0), [Property("name", name)], where: NILimit.indexNull, by: .superuser, &change)
        #expect(id.object == 1)
        let edit = HandEdit(edit: change.edit, parentPath: [])
        return AuditEvent(edit)
    }

    @Test func `a full disk costs events, which are counted, and leaves no half line`() throws {
        let disk = TightDisk(bytes: 400)
        let trail = AuditTrail(
            folder: folder.path, settings: AuditSettings(), secrets: [], logger: log.logger, output: disk.output)
        for name in ["a", "b", "c", "d"] { trail.note([try event(name)]) }
        trail.settle()
        #expect(try lines().count == 1)
        #expect(log.lines.count { $0.hasPrefix("error: changes are made without being recorded") } == 1)
        disk.grow()
        trail.note([try event("e")])
        trail.close()
        let lines = try lines()
        #expect(lines.count == 3)
        #expect(lines[0].contains("/a"))
        #expect(lines[1].contains(#""lost":3"#))
        #expect(lines[2].contains("/e"))
        #expect(log.contains("the audit is written again"))
    }

    @Test func `while the account cannot be written, writes are taken as ever`() throws {
        let server = try TestServer(domains: ["network": try AccessTree.make()]) {
            $0.security = .hardened
            $0.policy = .hardened
        }
        let audit = "\(server.store)/nodes/network/audit"
        _ = FileManager.default.createFile(atPath: audit, contents: nil)
        let client = try WireClient(port: server.tcpPort)
        #expect(try client.call(.create(below: DirectoryID(object: AccessTree.open, instance: 0), [])).status == .ok)
        #expect(try client.call(.create(below: DirectoryID(object: AccessTree.open, instance: 1), [])).status == .ok)
        try eventually { server.log.contains("changes are made without being recorded") }
        try FileManager.default.removeItem(atPath: audit)
        #expect(try client.call(.create(below: DirectoryID(object: AccessTree.open, instance: 2), [])).status == .ok)
        server.stop()
        let text = try String(contentsOfFile: audit + "/changes", encoding: .utf8)
        #expect(text.contains(#""lost":2"#))
        #expect(text.split(separator: "\n").count == 2)
    }

    @Test func `an edited property list is told as edited by hand`() throws {
        let server = try TestServer(domains: ["network": try AccessTree.make()])
        server.stop()
        let file = "\(server.store)/nodes/network/open/_directory.plist"
        let record = try PlistRecordReader.decode(Array(try #require(FileManager.default.contents(atPath: file))))
        var edited = record
        edited.properties.properties.append(Property("note", "by hand"))
        try Data(PlistRecordWriter.encode(edited)).write(to: URL(fileURLWithPath: file))
        let log = CollectedLog()
        let auditing = try #require(
            Auditing(AuditSettings(), store: server.store, policy: .hardened, logger: log.logger))
        let trail = auditing.trail(of: "network")
        let store = try Store(path: server.store, logger: log.logger)
        let domain = try store.open(
            "network",
            onCommit: { writes in
                trail.note(writes.compactMap { token, _ in (token as? HandEdit).map { AuditEvent($0) } })
            })
        domain.reload()
        domain.close()
        trail.close()
        let text = try String(contentsOfFile: "\(server.store)/nodes/network/audit/changes", encoding: .utf8)
        #expect(text.contains(#""identity":"edited by hand","procedure":"edit","path":"/open""#))
        #expect(text.contains(#"{"property":"note","new":["by hand"]}"#))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test func `a destroyed domain takes its account into the trash`() throws {
        let server = try TestServer(sockets: true) {
            $0.security = .hardened
            $0.policy = .hardened
        }
        let client = try WireClient(path: server.socketPath)
        let tag = Array("lab".utf8)
        #expect(try client.call(.binder(.createmaster) { $0.write(opaque: tag) }).status == .ok)
        let ports = try client.call(.binder(.getregister) { $0.write(opaque: tag) }).words
        let lab = try WireClient(path: "\(server.socketFolder)/\(ports[2]).sock")
        #expect(try lab.call(.create(below: DirectoryID(object: 0, instance: 3), [])).status == .ok)
        #expect(try client.call(.binder(.destroydomain) { $0.write(opaque: tag) }).status == .ok)
        let trash = try FileManager.default.contentsOfDirectory(atPath: server.store + "/trash")
        let kept = try #require(trash.first)
        let text = try String(contentsOfFile: "\(server.store)/trash/\(kept)/audit/changes", encoding: .utf8)
        #expect(text.split(separator: "\n").count == 1)
        server.stop()
        #expect(!FileManager.default.fileExists(atPath: server.store + "/nodes/lab"))
        let registry = try String(contentsOfFile: server.store + "/audit/changes", encoding: .utf8)
        #expect(registry.split(separator: "\n").count == 2)
    }

    @Test func `nothing is written when it is switched off`() throws {
        let server = try TestServer(domains: ["network": try AccessTree.make()]) { $0.audit.isOn = false }
        let client = try WireClient(port: server.tcpPort)
        #expect(try client.call(.create(below: DirectoryID(object: AccessTree.open, instance: 0), [])).status == .ok)
        server.stop()
        #expect(!FileManager.default.fileExists(atPath: "\(server.store)/nodes/network/audit"))
    }

    private func eventually(_ condition: () -> Bool) throws {
        for _ in 0..<500 where !condition() { usleep(10_000) }
        #expect(condition())
    }
}

/// A disk with little room; what does not fit is written in part.
private final class TightDisk: Sendable {
    private let room: Mutex<Int>

    init(bytes: Int) { room = Mutex(bytes) }

    func grow() { room.withLock { $0 = 1 << 20 } }

    var output: AuditFile.Output {
        { [self] descriptor, bytes in
            let count = room.withLock { min($0, bytes.count) }
            guard count > 0 else {
                errno = ENOSPC
                return -1
            }
            let written = Glibc.write(descriptor, bytes.baseAddress, count)
            room.withLock { $0 -= written }
            return written
        }
    }
}
