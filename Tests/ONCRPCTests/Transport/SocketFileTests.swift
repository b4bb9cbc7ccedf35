import Foundation
import Glibc
import NetInfoTesting
import ONCRPC
import Testing

/// The files of Unix-domain sockets: who may have one, and who takes it away.
@Suite struct SocketFileTests {
    private let folder = TemporaryFolder("netinfo-socket")

    private var path: String { folder("766.sock") }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test func `everybody may connect, which no umask gives by itself`() throws {
        let file = try SocketFile(listeningAt: path)
        defer { close(file.descriptor) }
        #expect(mode(path) == S_IFSOCK | 0o666)
        _ = try WireSocket(path: path)
    }

    @Test func `the file of a dead server is replaced`() throws {
        let dead = try SocketFile(listeningAt: path)
        close(dead.descriptor)
        #expect(throws: WireError.closed) { try WireSocket(path: path) }
        let file = try SocketFile(listeningAt: path)
        defer { close(file.descriptor) }
        _ = try WireSocket(path: path)
    }

    @Test func `a living server keeps its socket`() throws {
        let living = try SocketFile(listeningAt: path)
        defer { close(living.descriptor) }
        let failure = try #require(throws: SystemError.self) { try SocketFile(listeningAt: path) }
        #expect(failure.code == EADDRINUSE)
        #expect(failure.description.contains(path))
        _ = try WireSocket(path: path)
    }

    @Test func `what is no socket is left alone`() throws {
        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
        let failure = try #require(throws: SystemError.self) { try SocketFile(listeningAt: path) }
        #expect(failure.code == EEXIST)
        #expect(FileManager.default.contents(atPath: path) == Data("precious".utf8))
    }

    @Test func `a link that somebody put there is not followed`() throws {
        let target = folder("target")
        try Data().write(to: URL(fileURLWithPath: target))
        chmod(target, 0o600)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        #expect(throws: SystemError.self) { try SocketFile(listeningAt: path) }
        #expect(mode(target) & 0o777 == 0o600)
    }

    @Test func `a server removes its own file only`() throws {
        let first = try SocketFile(listeningAt: path)
        close(first.descriptor)
        let second = try SocketFile(listeningAt: path)
        defer { close(second.descriptor) }
        first.remove()
        _ = try WireSocket(path: path)
        second.remove()
        #expect(mode(path) == 0)
    }

    @Test func `a path that is too long or empty is refused`() {
        for path in ["", String(repeating: "x", count: 108)] {
            #expect(throws: SystemError.self) { try SocketFile(listeningAt: path) }
        }
    }
}
