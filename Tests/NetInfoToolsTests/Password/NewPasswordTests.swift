import Foundation
import Glibc
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("New passwords from files")
struct NewPasswordTests {
    private static let name = "NewPasswordTests"
    private static let change = "niutil -passwd --new-password-file FILE -t DOMAIN /users/alice"

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("The first line of a file is the password")
    func file() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let run = try domain.run(Self.change, newPassword: bytes("tall tower\nsecond line\n"))
        #expect(run.status == 0)
        #expect(run.output + run.error == "")
        #expect(try domain.admitsAlice("tall tower"))
    }

    @Test("A descriptor gives it as well, and keeps what follows")
    func descriptor() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("tall tower\nrest".utf8))
        try pipe.fileHandleForWriting.close()
        let number = pipe.fileHandleForReading.fileDescriptor
        #expect(try domain.run("nicl --new-password-fd \(number) -t DOMAIN -passwd /users/alice").status == 0)
        #expect(try pipe.fileHandleForReading.readToEnd() == Data("rest".utf8))
        #expect(try domain.admitsAlice("tall tower"))
    }

    @Test("A file that others can read is refused, and a descriptor that is no number is misuse")
    func unsafeFile() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let folder = TemporaryFolder("netinfo-password")
        _ = FileManager.default.createFile(
            atPath: folder("new"), contents: Data("tall tower\n".utf8), attributes: [.posixPermissions: 0o644])
        let run = try domain.run(Self.change.replacing("FILE", with: folder("new")))
        #expect(run.status == 1)
        #expect(run.error.contains("must not be accessible to group or others"))
        #expect(try domain.run("niutil -passwd --new-password-fd x -t DOMAIN /users/alice").status == 1)
    }

    @Test(
        "What cannot be a password is refused, and nothing changes",
        arguments: [
            ([], "is empty"), (Array("\n".utf8), "is empty"),
            ([UInt8](repeating: 0x61, count: 256), "longer than the 255 bytes"),
            ([UInt8](repeating: 0x61, count: 5000), "longer than the 255 bytes"), ([0x61, 0], "cannot be sent"),
            ([0x61, 0xFF], "cannot be sent"),
        ])
    func refusal(_ password: [UInt8], _ reason: String) throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let before = try domain.value("passwd")
        let run = try domain.run(Self.change, newPassword: password)
        #expect(run.status == 1)
        #expect(run.error.contains(reason))
        #expect(try domain.value("passwd") == before)
        if password.isEmpty {
            #expect(run.error.contains("niutil -createprop -t \(domain.domain) /users/alice passwd\n"))
        }
    }

    @Test("The longest password is taken, and a short one with a warning")
    func lengths() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let longest = String(repeating: "b", count: 255)
        #expect(try domain.run(Self.change, newPassword: bytes(longest)).error == "")
        #expect(try domain.admitsAlice(longest))
        // Nine bytes, seven characters.
        let short = try domain.run(Self.change, newPassword: bytes("größeßx"))
        #expect(short.status == 0)
        #expect(short.error == "niutil: warning: a password of less than 8 characters is soon guessed\n")
        #expect(try domain.admitsAlice("größeßx"))
    }

    @Test("DES comes with a warning, and cuts only when forced")
    func des() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let line = Self.change.replacing("-passwd", with: "-passwd --legacy-des")
        let run = try domain.run(line, newPassword: bytes("8 wonder"))
        #expect(run.status == 0)
        #expect(run.error.contains("warning: DES is weak and only 8 characters count"))
        #expect(try domain.value("passwd").wholeMatch(of: /[.\/0-9A-Za-z]{13}/) != nil)
        #expect(try domain.admitsAlice("8 wonder"))
        let refused = try domain.run(line, newPassword: bytes("nine more"))
        #expect(refused.status == 1)
        #expect(refused.error.contains("only 8 bytes of a password count with DES"))
        let forced = try domain.run(line.replacing("-passwd ", with: "-passwd -f "), newPassword: bytes("nine more"))
        #expect(forced.status == 0)
        #expect(forced.error.contains("warning: the password is cut to 8 bytes"))
        #expect(try domain.admitsAlice("nine mor"))
    }

    @Test("The first passwd of a user is replaced, and added where it is missing")
    func property() throws {
        guard
            let domain = try PasswordDomain(
                [Property("name", "bob"), Property("uid", "502")],
                [
                    Property("name", "carol"), Property("passwd", "first", "second"), Property("uid", "503"),
                    Property("passwd", "third"),
                ], for: Self.name)
        else { return }
        defer { domain.stop() }
        for name in ["bob", "carol"] {
            let line = Self.change.replacing("alice", with: name)
            #expect(try domain.run(line, newPassword: bytes("tall tower")).status == 0)
        }
        let bob = try domain.run("niutil -read -t DOMAIN /users/bob").output
        #expect(bob.wholeMatch(of: /name: bob\nuid: 502\npasswd: \$y\$[^ \n]+\n/) != nil)
        let carol = try domain.run("niutil -read -t DOMAIN /users/carol").output
        #expect(carol.wholeMatch(of: /name: carol\npasswd: \$y\$[^ \n]+\nuid: 503\npasswd: third\n/) != nil)
    }

    @Test("A directory that is no user has no password", arguments: ["/", "/users", "/users/staff"])
    func noUser(_ path: String) throws {
        let group: PropertyList = [Property("name", "staff"), Property("gid", "20"), Property("passwd", "*")]
        guard let domain = try PasswordDomain(group, for: Self.name) else { return }
        defer { domain.stop() }
        for tool in ["niutil -passwd -t DOMAIN", "nicl -t DOMAIN -passwd"] {
            let run = try domain.run("\(tool) \(path)")
            #expect(run.status == 1)
            #expect(run.error.contains("directory \(path) is no user: it has "))
        }
    }

    @Test("A path that leads nowhere is told as every tool does")
    func nowhere() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let niutil = try domain.run("niutil -passwd -t DOMAIN /users/zoe")
        #expect(niutil.error == "niutil: can't modify passwd in directory /users/zoe: No such directory\n")
        #expect(niutil.status == 105)
        let nicl = try domain.run("nicl -t DOMAIN -passwd /users/zoe")
        #expect(nicl.error == "passwd: Invalid Path\n")
        #expect(nicl.status == 212)
    }

    @Test("A user of a shadow file is refused with advice; --force makes passwd what counts")
    func shadow() throws {
        let bob: PropertyList = [
            Property("name", "bob"), Property("uid", "502"), Property("passwd", "********"),
            Property("authentication_authority", ";ShadowHash;", ";Kerberosv5;more"),
        ]
        guard let domain = try PasswordDomain(bob, for: Self.name) else { return }
        defer { domain.stop() }
        let line = Self.change.replacing("alice", with: "bob")
        let refused = try domain.run(line, newPassword: bytes("tall tower"))
        #expect(refused.status == 1)
        #expect(refused.error.contains("the server does not read shadow files"))
        #expect(
            refused.error.contains(
                "niutil -createprop -t \(domain.domain) /users/bob authentication_authority ';basic;'\n"))
        #expect(try domain.value("passwd", of: "/users/bob") == "********")
        let forced = try domain.run(line.replacing("-passwd ", with: "-passwd -f "), newPassword: bytes("tall tower"))
        #expect(forced.status == 0)
        #expect(try domain.value("passwd", of: "/users/bob").hasPrefix("$y$"))
        #expect(
            try domain.run("niutil -readprop -t DOMAIN /users/bob authentication_authority").output == ";basic;\n")
        #expect(try domain.run(line, newPassword: bytes("tall tower")).status == 0)
    }

    @Test("A dry run asks nothing, writes nothing and says what it would do")
    func dryRun() throws {
        guard let domain = try PasswordDomain(for: Self.name) else { return }
        defer { domain.stop() }
        let before = try domain.value("passwd")
        let niutil = try domain.run("niutil -passwd --dry-run -t DOMAIN /users/alice")
        #expect(niutil.output == "would set passwd in directory /users/alice to a new yescrypt hash\n")
        let nicl = try domain.run("nicl -n --legacy-des -t DOMAIN -passwd /users/alice")
        #expect(nicl.output == "would set passwd in directory /users/alice to a new DES hash\n")
        #expect(niutil.status + nicl.status == 0)
        #expect(try domain.value("passwd") == before)
    }

    @Test("nicl -raw sets it without a server, and not in what is only read")
    func raw() throws {
        let database = try NiclDatabase("create /users/alice uid 501")
        let file = database.folder("new")
        _ = FileManager.default.createFile(
            atPath: file, contents: Data("tall tower\n".utf8), attributes: [.posixPermissions: 0o600])
        let set = try database.run("-passwd /users/alice", options: "--new-password-file", file)
        #expect(set.status == 0)
        #expect(set.output + set.error == "")
        #expect(
            try database.run("read /users/alice passwd").output.wholeMatch(of: /passwd: \$y\$[^ \n]+\n/) != nil)
        #expect(try database.run("-passwd /users/alice", options: "-ro").status == 163)
    }
}
