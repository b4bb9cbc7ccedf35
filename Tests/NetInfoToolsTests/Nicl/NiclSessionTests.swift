import Foundation
import NetInfoTesting
import Testing

@Suite("Sessions of nicl from a pipe")
struct NiclSessionTests {
    private let database: NiclDatabase

    init() throws { database = try NiclDatabase("create /users/alice uid 501", "create /users/bob uid 502") }

    @Test("Commands work on the current directory, without prompt and farewell")
    func current() throws {
        let run = try database.session("cd users\npwd\nls\nread alice uid\ncd ..\npwd\nquit\necho no")
        #expect(run.output == "/users\n2          alice\n3          bob\nuid: 501\n/\n")
        #expect(run.error == "")
        #expect(run.status == 0)
    }

    @Test("A path left out is the current directory")
    func leftOut() throws {
        let run = try database.session("cd /users/bob\ncat\npath\ncd\npwd\nrm\npwd\nls")
        #expect(run.output.hasPrefix("name: bob\nuid: 502\nname: bob\nuid: 502\n\nname: users\n\n/users/bob\n"))
        // Whoever deletes the ground under its feet stands on what is above.
        #expect(run.output.hasSuffix("\n/users\n2          alice\n"))
    }

    @Test("Whoever moves along with a directory stays in it")
    func movedAlong() throws {
        let run = try database.session("mk /new\ncd /users/alice\nmv /users /new\npwd\ncat . uid")
        #expect(run.output == "/new/users/alice\nuid: 501\n")
    }

    @Test("Quotes keep words together, and a backslash takes the meaning of what follows it")
    func words() throws {
        let run = try database.session(
            #"""
            mk "a b"/c\ d
            create /q "" k
            create "/a b" key "say \"hi\"" ""  	x\\y
            cat "a b"
            ls "/a b"
            echo  one   two	"three  four"
            mk odd\\/name
            cat odd\\/name
            echo "open
            """#)
        #expect(
            run.output
                == "name: a b\nkey: say \"hi\"  x\\y\n6          c d\none two three  four\nname: odd/name\n"
                .replacingOccurrences(of: "6    ", with: "5    "))
        #expect(run.error == "A quote is missing at the end of the line\n")
    }

    @Test("Words have no longest length")
    func long() throws {
        let value = String(repeating: "v", count: 50_000)
        #expect(try database.session("create /users/bob k \(value)\ncat /users/bob k").output == "k: \(value)\n")
    }

    @Test("A failure ends nothing, and the session is a success")
    func failures() throws {
        let run = try database.session("read /nope\nbogus\nappend\nread 99\necho on")
        #expect(
            run.error
                == "read: Invalid Path\nUnknown command: bogus\nToo few parameters for append operation\n"
                + "usage: append PATH KEY VAL...\nread: Invalid Path\n")
        #expect(run.output == "on\n")
        #expect(run.status == 0)
    }

    @Test("--stop-on-error ends with the first failure and its exit status", arguments: ["-e", "--stop-on-error"])
    func stop(_ option: String) throws {
        let run = try database.session("echo a\nrename users x y\necho b", options: option)
        #expect(run.output == "a\n")
        #expect(run.error == "Rename: Invalid Key\n")
        #expect(run.status == 213)
    }

    @Test("source runs a file, also inside of files, and is no place to stop at failures")
    func source() throws {
        try "cd /users\nsource \(database.folder("inner"))\npwd\nread x\necho end".write(
            toFile: database.folder("outer"), atomically: true, encoding: .utf8)
        try "ls .\nls . uid".write(toFile: database.folder("inner"), atomically: true, encoding: .utf8)
        let lines = "2          alice\n3          bob\n2          501\n3          502\n/users\n"
        let run = try database.run("source \(database.folder("outer"))")
        #expect(run.output == lines + "end\n")
        #expect(run.error == "read: Invalid Path\n")
        #expect(run.status == 0)
        #expect(try database.session("< \(database.folder("outer"))").output == lines + "end\n")
        let stopped = try database.run("source \(database.folder("outer"))", options: "-e")
        #expect(stopped.output == lines)
        #expect(stopped.status == 212)
        let missing = try database.run("source \(database.folder("nope"))")
        #expect(missing.error == "source: No Such File\n")
        #expect(missing.status == 234)
    }

    @Test("A file that runs itself comes to an end")
    func circle() throws {
        try "source \(database.folder("me"))".write(
            toFile: database.folder("me"), atomically: true, encoding: .utf8)
        #expect(try database.run("source \(database.folder("me"))", options: "-e").status == 15)
    }

    @Test("--json prints one document per command")
    func json() throws {
        let run = try database.session("cd users\npwd\nread x", options: "--json")
        #expect(run.output == "{\"path\":\"\\/users\"}\n".replacingOccurrences(of: "\\/", with: "/"))
        #expect(run.error.hasPrefix(#"{"tool":"nicl","code":212,"status":2004,"#))
    }
}
