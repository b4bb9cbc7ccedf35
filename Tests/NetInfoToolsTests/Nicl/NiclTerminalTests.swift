import Foundation
import NetInfoTesting
import Testing

@Suite("Sessions of nicl on a terminal")
struct NiclTerminalTests {
    private func database() throws -> NiclDatabase {
        try NiclDatabase("create /users/alice uid 501", "mk /users/albert", "mk \"/odd name\"")
    }

    @Test("There is a prompt with the current directory, and a farewell")
    func prompt() throws {
        guard let terminal = try PseudoTerminal(database(), options: ["--color=never"], for: "NiclTerminalTests") else {
            return
        }
        #expect(terminal.type("cd users\r", after: "/ > "))
        #expect(terminal.type("\u{04}", after: "/users > "))
        #expect(terminal.end() == 0)
        #expect(terminal.wait { $0.hasSuffix("\r\nGoodbye\r\n") })
    }

    @Test("The prompt is bold on a terminal, unless NO_COLOR is set; -q shows none")
    func bold() throws {
        let prompt = "\u{1B}[1m/ >\u{1B}[0m "
        guard let bold = try PseudoTerminal(database(), for: "NiclTerminalTests") else { return }
        #expect(bold.type("quit\r", after: prompt))
        #expect(bold.end() == 0)
        let plain = try #require(try PseudoTerminal(database(), variables: ["NO_COLOR": "1"], for: ""))
        #expect(plain.type("quit\r", after: "/ > "))
        #expect(!plain.text.contains("\u{1B}[1m"))
        #expect(plain.end() == 0)
        let quiet = try #require(try PseudoTerminal(database(), options: ["-q"], for: ""))
        quiet.type("echo here\rquit\r", after: "")
        #expect(quiet.end() == 0)
        #expect(quiet.wait { $0.contains("here\r\n") })
        #expect(!quiet.text.contains(">"))
    }

    @Test("TAB completes commands, paths and keys, and lists what is possible")
    func completion() throws {
        guard let terminal = try PseudoTerminal(database(), options: ["--color=never"], for: "NiclTerminalTests") else {
            return
        }
        #expect(terminal.type("ren\t", after: "/ > "))
        #expect(terminal.wait { $0.hasSuffix("ame ") })
        terminal.type("\u{03}", after: "")
        #expect(terminal.type("cat us\talb\t\r", after: "/ > "))
        #expect(terminal.type("cat us\tal\t", after: "name: albert\r\n/ > "))
        #expect(terminal.wait { $0.contains("albert  alice\r\n") })
        terminal.type("i\t u\t\r", after: "")
        #expect(terminal.type("cat /o\t\r", after: "uid: 501\r\n/ > "))
        #expect(terminal.type("quit\r", after: "name: odd name\r\n/ > "))
        #expect(terminal.end() == 0)
    }

    @Test("The history is kept for the next session, without passwords")
    func history() throws {
        let database = try database()
        guard let first = try PseudoTerminal(database, options: ["--color=never"], for: "NiclTerminalTests") else {
            return
        }
        #expect(first.type("echo one\r", after: "/ > "))
        #expect(first.type("auth root secret\r", after: "one\r\n/ > "))
        #expect(first.type("quit\r", after: "/ > "))
        #expect(first.end() == 0)
        let file = database.folder(".nicl_history")
        let kept = try String(contentsOfFile: file, encoding: .utf8)
        #expect(kept.contains("one"))
        #expect(!kept.contains("secret"))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let second = try #require(try PseudoTerminal(database, options: ["--color=never"], for: ""))
        #expect(second.type("\u{10}\u{10}\r", after: "/ > "))
        #expect(second.type("quit\r", after: "one\r\n/ > "))
        #expect(second.end() == 0)
    }

    @Test("A directory with children is deleted only after a yes")
    func confirmation() throws {
        let database = try database()
        guard let terminal = try PseudoTerminal(database, options: ["--color=never"], for: "NiclTerminalTests") else {
            return
        }
        let question = "delete directory /users and everything below it? "
        #expect(terminal.type("rm /users\r", after: "/ > "))
        #expect(terminal.type("n\r", after: question))
        #expect(terminal.type("rm /users/albert\r", after: "directory /users not deleted\r\n/ > "))
        #expect(terminal.type("rm /users\r", after: "/ > "))
        #expect(terminal.type("y\r", after: question))
        #expect(terminal.type("quit\r", after: "/ > "))
        #expect(terminal.end() == 0)
        #expect(try database.run("ls /").output == "4          odd name\n")
    }

    @Test("An interruption forgets the line, not the session")
    func interruption() throws {
        guard let terminal = try PseudoTerminal(database(), options: ["--color=never"], for: "NiclTerminalTests") else {
            return
        }
        #expect(terminal.type("garbage\u{03}", after: "/ > "))
        #expect(terminal.type("quit\r", after: "^C\r\n/ > "))
        #expect(terminal.end() == 0)
        #expect(!terminal.text.contains("Unknown command"))
    }
}
