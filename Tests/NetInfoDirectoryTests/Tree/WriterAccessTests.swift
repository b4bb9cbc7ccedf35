import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import Testing

/// Who may write what (`_writers` and `_writers_<property>`).
@Suite struct WriterAccessTests {
    private static let joe = Writer(.user(Array("joe".utf8)))
    private static let amy = Writer(.user(Array("amy".utf8)))

    private static func tree(_ properties: Property...) throws -> DirectoryTree {
        try SampleTree.flat([PropertyList([Property("passwd", "x")] + properties)])
    }

    private static let id = DirectoryID(object: 1, instance: 0)

    private static func mayWriteDirectory(_ tree: DirectoryTree, _ writer: Writer) -> Bool {
        var (copy, change) = (tree, TreeChange())
        return (try? copy.write(id, [], by: writer, &change)) != nil
    }

    private static func mayWriteValues(_ tree: DirectoryTree, _ writer: Writer) -> Bool {
        var (copy, change) = (tree, TreeChange())
        return (try? copy.writeProperty(id, at: 0, [], by: writer, &change)) != nil
    }

    @Test func `without a list only the superuser writes`() throws {
        let tree = try Self.tree()
        #expect(Self.mayWriteDirectory(tree, .superuser) && Self.mayWriteValues(tree, .superuser))
        for writer in [Self.joe, .anonymous] {
            #expect(!Self.mayWriteDirectory(tree, writer) && !Self.mayWriteValues(tree, writer))
        }
    }

    @Test func `a list of the directory admits to everything in it`() throws {
        let tree = try Self.tree(Property("_writers", "amy", "joe"))
        #expect(Self.mayWriteDirectory(tree, Self.joe) && Self.mayWriteValues(tree, Self.joe))
        #expect(!Self.mayWriteDirectory(tree, .anonymous))
        #expect(!Self.mayWriteDirectory(tree, Writer(.user([]))))
    }

    @Test func `a list of a property admits to its values only`() throws {
        let tree = try Self.tree(Property("_writers_passwd", "joe"), Property("_writers_shell", "amy"))
        #expect(Self.mayWriteValues(tree, Self.joe) && !Self.mayWriteDirectory(tree, Self.joe))
        #expect(!Self.mayWriteValues(tree, Self.amy))
        var (copy, change) = (tree, TreeChange())
        #expect(throws: NIStatus.permissionDenied) {
            try copy.renameProperty(Self.id, at: 0, to: [1], by: Self.joe, &change)
        }
        #expect(throws: NIStatus.permissionDenied) {
            try copy.destroyProperty(Self.id, at: 0, by: Self.joe, &change)
        }
    }

    @Test func `a star admits everybody, and only the first list counts`() throws {
        let open = try Self.tree(Property("_writers", "*"))
        #expect(Self.mayWriteDirectory(open, .anonymous) && Self.mayWriteDirectory(open, Self.joe))
        let shadowed = try Self.tree(Property("_writers", "amy"), Property("_writers", "*"))
        #expect(!Self.mayWriteDirectory(shadowed, Self.joe))
        #expect(!Self.mayWriteDirectory(try Self.tree(Property("_writers", "**")), .anonymous))
    }
}
