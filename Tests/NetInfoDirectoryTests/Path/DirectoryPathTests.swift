import NetInfoDirectory
import Testing

@Suite("Directory paths")
struct DirectoryPathTests {
    private func components(_ text: String) throws -> [[String]] {
        guard case .components(let components) = try DirectoryPath(Array(text.utf8)).target else { return [["id"]] }
        return components.map { [String(decoding: $0.key, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)] }
    }

    @Test("Components name values of the property name unless they say otherwise")
    func keys() throws {
        #expect(try components("/users/uid=501") == [["name", "users"], ["uid", "501"]])
        #expect(try components("/name=users") == [["name", "users"]])
    }

    @Test("Slashes in a row count once, at the end not at all, and the first one is optional")
    func slashes() throws {
        let expected = [["name", "a"], ["name", "b"]]
        for text in ["/a/b", "a/b", "//a///b", "/a/b/", "/a/b//"] { #expect(try components(text) == expected) }
        #expect(try components("/").isEmpty)
        #expect(try components("").isEmpty)
        #expect(try DirectoryPath(Array("a".utf8)).isAbsolute == false)
        #expect(try DirectoryPath(Array("/a".utf8)).isAbsolute)
    }

    @Test("A backslash takes away the meaning of the byte behind it, another backslash included")
    func escapes() throws {
        #expect(try components(#"/odd\/name"#) == [["name", "odd/name"]])
        #expect(try components(#"/\/\/x"#) == [["name", "//x"]])
        #expect(try components(#"/a\\/b"#) == [["name", #"a\"#], ["name", "b"]])
        #expect(try components(#"/b\=c"#) == [["name", "b=c"]])
        #expect(try components(#"/a\"#) == [["name", #"a\"#]])
        #expect(try components(#"/k\=x=v"#) == [["k=x", "v"]])
    }

    @Test("The first plain equals sign splits, the others belong to the value")
    func equalsSigns() throws {
        #expect(try components("/c=d=e") == [["c", "d=e"]])
        #expect(try components("/c=") == [["c", ""]])
        #expect(try components("/=v") == [["", "v"]])
    }

    @Test("Digits alone are an id, and the ids with a meaning of their own are none")
    func ids() throws {
        #expect(try DirectoryPath(Array("42".utf8)).target == .id(42))
        #expect(try DirectoryPath(Array("007".utf8)).target == .id(7))
        #expect(try DirectoryPath(Array("4294967293".utf8)).target == .id(0xFFFF_FFFD))
        for text in ["4294967294", "4294967295", "4294967296", "99999999999999999999999999"] {
            #expect(throws: DirectoryPath.InvalidID.self) { try DirectoryPath(Array(text.utf8)) }
        }
        #expect(try components("/10") == [["name", "10"]])
    }

    @Test("Bytes that are no text pass through")
    func bytes() throws {
        let path = try DirectoryPath([0x2F, 0xFF, 0xFE])
        #expect(path.target == .components([.init(value: [0xFF, 0xFE])]))
    }

    @Test(
        "A path written out is read as the same path",
        arguments: [
            "/", "/a/b", #"/odd\/name"#, #"/x\\y"#, "/uid=501", "/c=d=e", #"/k\=x=v"#, "/c=", "/=v", "17", #"/b\=c"#,
        ])
    func roundTrip(_ text: String) throws {
        let path = try DirectoryPath(Array(text.utf8))
        #expect(try DirectoryPath(path.bytes).target == path.target)
    }
}
