import NetInfoClient
import Testing

@Suite("Changes to the values of a property")
struct ValueEditTests {
    private func apply(_ edit: ValueEdit, _ values: [String]?) -> [String]? {
        edit.applied(to: values?.map { Array($0.utf8) })?.map { String(decoding: $0, as: UTF8.self) }
    }

    private func bytes(_ values: String...) -> [[UInt8]] { values.map { Array($0.utf8) } }

    @Test("Replacing takes the new values, none included")
    func replace() {
        #expect(apply(.replace(bytes("a", "b")), ["x"]) == ["a", "b"])
        #expect(apply(.replace([]), nil) == [])
    }

    @Test("Appending keeps duplicates, merging adds none")
    func addition() {
        #expect(apply(.append(bytes("x", "x")), ["x"]) == ["x", "x", "x"])
        #expect(apply(.append(bytes("x")), nil) == ["x"])
        #expect(apply(.merge(bytes("x", "y", "y")), ["x", "x"]) == ["x", "x", "y"])
        #expect(apply(.merge(bytes("y", "y")), nil) == ["y"])
        #expect(apply(.merge(bytes("x")), ["x"]) == nil)
    }

    @Test("Inserting beyond the end or before the beginning appends")
    func insert() {
        #expect(apply(.insert(bytes("n")[0], at: 0), ["a", "b"]) == ["n", "a", "b"])
        #expect(apply(.insert(bytes("n")[0], at: 1), ["a", "b"]) == ["a", "n", "b"])
        #expect(apply(.insert(bytes("n")[0], at: 99), ["a", "b"]) == ["a", "b", "n"])
        #expect(apply(.insert(bytes("n")[0], at: -1), ["a", "b"]) == ["a", "b", "n"])
        #expect(apply(.insert(bytes("n")[0], at: 3), nil) == ["n"])
    }

    @Test("Removing takes every occurrence, and does nothing without one")
    func remove() {
        #expect(apply(.remove(bytes("x")), ["x", "y", "x"]) == ["y"])
        #expect(apply(.remove(bytes("x")), ["x"]) == [])
        #expect(apply(.remove(bytes("z")), ["x"]) == nil)
        #expect(apply(.remove(bytes("z")), nil) == nil)
    }
}
