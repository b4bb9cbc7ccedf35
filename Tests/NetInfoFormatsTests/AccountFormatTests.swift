import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("passwd and group")
struct AccountFormatTests {
    private let alice: PropertyList = [
        Property("name", "alice"), Property("passwd", "x1yz"), Property("uid", "501"), Property("gid", "20"),
        Property("realname", "Alice Adams"), Property("home", "/home/alice"), Property("shell", "/bin/zsh"),
    ]

    @Test("passwd has ten fields, with 0 for dates that are not there")
    func tenFields() throws {
        let line = "alice:x1yz:501:20::0:0:Alice Adams:/home/alice:/bin/zsh\n"
        #expect(try FormatSample.write(.passwd, alice) == line)
        #expect(try FormatSample.write(.passwd, [Property("name", "nobody")]) == "nobody:::::0:0:::\n")
        #expect(try FormatSample.write(.passwd, [Property("uid", "7")]) == nil)
    }

    @Test("passwd reads ten or seven fields, and adds who may change the password")
    func reading() throws {
        let full =
            "_writers_passwd=bob change=0 class= expire=0 gid=20 home=/home/bob name=bob passwd=x realname=Bob "
            + "shell=/bin/sh uid=502"
        #expect(try FormatSample.read(.passwd, "bob:x:502:20::0:0:Bob:/home/bob:/bin/sh\n") == [full])
        #expect(try FormatSample.read(.passwd, "bob:x:502:20:Bob:/home/bob:/bin/sh\n") == [full])
        #expect(try FormatSample.read(.passwd43, "bob:x:502:20:Bob:/home/bob:/bin/sh\n") == [full])
    }

    @Test("the last line needs no newline and loses nothing without one")
    func lastLine() throws {
        #expect(
            try FormatSample.read(.group, "one:*:1:\ntwo:*:22") == [
                "gid=1 name=one passwd=* users=", "gid=22 name=two passwd=* users=",
            ])
    }

    @Test("lines that add or remove entries of another source are skipped, + and - alike")
    func compatibility() throws {
        #expect(try FormatSample.read(.passwd, "+::::::\n-guest::::::\n+@staff\n# bob:x:1\n\n") == [])
        #expect(try FormatSample.problems(.passwd, "+\n-\n") == [])
    }

    @Test("a line with another number of fields is reported by its number")
    func fieldCount() throws {
        #expect(try FormatSample.problems(.passwd, "\nbroken line\n") == ["2:1: 1 fields where 10 or 7 belong"])
        #expect(try FormatSample.problems(.group, "a:b\n") == ["1:1: 2 fields where 4 belong"])
        #expect(try FormatSample.problems(.group, ":b:1:\n") == ["1:1: the name is empty"])
    }

    @Test("a missing or empty list of users is a property without values")
    func emptyUsers() throws {
        let staff = try FormatSample.format(.group).read(Array("a:*:1\nb:*:2:\n".utf8)).entries
        #expect(staff.map { $0.properties.values(of: "users") } == [[], []])
    }

    @Test("group joins users with commas, passwd.43 leaves three fields out")
    func writing() throws {
        let wheel: PropertyList = [Property("name", "wheel"), Property("gid", "0"), Property("users", "root", "alice")]
        #expect(try FormatSample.write(.group, wheel) == "wheel::0:root,alice\n")
        #expect(try FormatSample.write(.passwd43, alice) == "alice:x1yz:501:20:Alice Adams:/home/alice:/bin/zsh\n")
    }

    @Test("a value with the separator, a newline or blanks at its end is refused, not written")
    func refusal() throws {
        func user(_ key: String, _ value: String) -> PropertyList {
            [Property("name", "u"), Property(key, value)]
        }
        #expect(try FormatSample.refusal(.passwd, user("realname", "a:b")) == "field \"realname\" contains ':'")
        #expect(try FormatSample.refusal(.passwd, user("shell", "a\nb")) == "field \"shell\" contains a newline")
        #expect(
            try FormatSample.refusal(.passwd, user("realname", "a "))
                == "field \"realname\" would not read back as it is")
        #expect(try FormatSample.refusal(.passwd, [Property("name", "#a")]) != nil)
        #expect(try FormatSample.refusal(.passwd, [Property("name", "+a")]) != nil)
        #expect(
            try FormatSample.refusal(.group, [Property("name", "g"), Property("users", "a,b")])
                == "field \"users\" contains ','")
    }

    @Test("passwords can be hidden")
    func hidden() throws {
        let format = try #require(FormatName.passwd.format(hidesPasswords: true))
        #expect(format.text(of: alice) == .text(Array("alice:*:501:20::0:0:Alice Adams:/home/alice:/bin/zsh\n".utf8)))
    }

    @Test("bytes that are not UTF-8 pass through")
    func bytes() throws {
        let line = Array("caf".utf8) + [0xE9] + Array(":*:5:\n".utf8)
        let entry = try #require(try FormatSample.format(.group).read(line).entries.first)
        #expect(try FormatSample.format(.group).text(of: entry.properties) == .text(line))
    }

    @Test("a line may be longer than any buffer of the original")
    func longLines() throws {
        let users = (0..<20_000).map { "user\($0)" }
        let line = "all:*:1:\(users.joined(separator: ","))\n"
        let entry = try #require(try FormatSample.format(.group).read(Array(line.utf8)).entries.first)
        #expect(entry.properties.values(of: "users")?.count == 20_000)
        #expect(try FormatSample.write(.group, entry.properties) == line)
    }

    @Test("of two lines with one name the later counts, with a warning")
    func duplicates() throws {
        let reading = try FormatSample.format(.group).read(Array("a:*:1:\nb:*:2:\na:*:3:\n".utf8))
        #expect(reading.entries.map { $0.properties.firstValue(of: "gid") } == [Array("3".utf8), Array("2".utf8)])
        #expect(reading.warnings.map(\.line) == [3])
    }
}
