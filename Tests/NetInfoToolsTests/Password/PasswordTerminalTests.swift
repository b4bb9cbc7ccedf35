import Foundation
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("New passwords typed on a terminal")
struct PasswordTerminalTests {
    private static let name = "PasswordTerminalTests"

    @Test("niutil -passwd asks twice unseen and writes a yescrypt hash that the server takes the password for")
    func roundTrip() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        guard let terminal = try domain.terminal("niutil -passwd -t DOMAIN /users/alice", for: Self.name) else {
            return
        }
        #expect(terminal.type("tall tower\r", after: "New password: "))
        #expect(terminal.type("tall tower\r", after: "Retype new password: "))
        #expect(terminal.end() == 0)
        #expect(terminal.text == "New password: \r\nRetype new password: \r\n")
        #expect(try domain.value("passwd").hasPrefix("$y$"))
        #expect(try domain.admitsAlice("tall tower"))
        #expect(try !domain.admitsAlice("tall towe"))
        #expect(try !domain.admitsAlice("old"))
    }

    @Test("Passwords that differ change nothing")
    func mismatch() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let before = try domain.value("passwd")
        guard let terminal = try domain.terminal("niutil -passwd -t DOMAIN /users/alice", for: Self.name) else {
            return
        }
        #expect(terminal.type("tall tower\r", after: "New password: "))
        #expect(terminal.type("tall power\r", after: "Retype new password: "))
        #expect(terminal.end() == 1)
        #expect(terminal.text.hasSuffix("niutil: the passwords differ\r\n"))
        #expect(try domain.value("passwd") == before)
    }

    @Test("An interruption changes nothing, and what is typed shows again")
    func interruption() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let before = try domain.value("passwd")
        guard let terminal = try domain.terminal("niutil -passwd -t DOMAIN /users/alice", for: Self.name) else {
            return
        }
        #expect(terminal.wait { $0.hasSuffix("New password: ") })
        #expect(!terminal.echoes)
        #expect(terminal.type("tall\u{03}", after: "New password: "))
        #expect(terminal.end() != 0)
        #expect(terminal.echoes)
        #expect(!terminal.text.contains("tall"))
        #expect(try domain.value("passwd") == before)
    }

    @Test("A user changes the own password with the old one, and not with a wrong one")
    func ownPassword() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let line = "niutil -passwd -t -u alice DOMAIN /users/alice"
        for (old, status) in [("odd", Int32(120)), ("old", 0)] {
            guard let terminal = try domain.terminal(line, runner: PasswordDomain.unprivileged, for: Self.name) else {
                return
            }
            #expect(terminal.type("\(old)\r", after: "Password: "))
            #expect(terminal.type("brave new\r", after: "New password: "))
            #expect(terminal.type("brave new\r", after: "Retype new password: "))
            #expect(terminal.end() == status)
            #expect(try domain.admitsAlice("brave new") == (status == 0))
        }
    }

    @Test("passwd in a session of nicl asks the same")
    func session() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        guard let terminal = try domain.terminal("nicl --color=never -t DOMAIN", for: Self.name) else { return }
        #expect(terminal.type("cd /users\r", after: "/ > "))
        #expect(terminal.type("passwd alice\r", after: "/users > "))
        #expect(terminal.type("tall tower\r", after: "New password: "))
        #expect(terminal.type("tall tower\r", after: "Retype new password: "))
        #expect(terminal.type("quit\r", after: "/users > "))
        #expect(terminal.end() == 0)
        #expect(!terminal.text.contains("tower"))
        #expect(try domain.admitsAlice("tall tower"))
    }

    @Test("Without a terminal one line of standard input is the password")
    func standardInput() throws {
        guard let executable = KilledServer.executable("netinfo", for: Self.name),
            let domain = try PasswordDomain(for: Self.name)
        else { return }
        defer { domain.stop() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            PasswordDomain.detached + [executable, "niutil", "-passwd", "-t", domain.domain, "/users/alice"]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("tall tower\nmore\n".utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try domain.admitsAlice("tall tower"))
    }
}
