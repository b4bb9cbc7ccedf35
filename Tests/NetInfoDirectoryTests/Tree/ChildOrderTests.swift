import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import Testing

/// Children keep their order, wherever and however often new ones are put between them.
@Suite struct ChildOrderTests {
    enum Place: String, CaseIterable, Sendable { case first, second, middle, last, random }

    @Test(arguments: Place.allCases)
    func `thousands of children at one place stay in order`(place: Place) throws {
        var tree = DirectoryTree()
        var random = SeededGenerator(seed: 1)
        var expected: [UInt32] = []
        for number in 0..<3000 {
            let index: Int =
                switch place {
                case .first: 0
                case .second: min(1, number)
                case .middle: number / 2
                case .last: number
                case .random: Int.random(in: 0...number, using: &random)
                }
            var change = TreeChange()
            let made = try tree.create(
                below: try tree.current(0), [Property("kind", number % 2 == 0 ? "even" : "odd")],
                where: UInt32(index), by: .superuser, &change)
            expected.insert(made.new.object, at: index)
            if number == 100 { #expect(find(&tree, "even").count == 51) }
        }
        #expect(tree.children(of: 0) == expected)
        #expect(find(&tree, "even") == expected.filter { ($0 - 1) % 2 == 0 })
        #expect(try DirectoryTree(rows: tree.rows).children(of: 0) == expected)
    }

    @Test func `reverting what spread the ranks brings the old order back`() throws {
        var tree = try SampleTree.flat((0..<40).map { [Property("kind", "old", "\($0)")] })
        let before = tree.rows
        var changes: [TreeChange] = []
        for number in 0..<200 {
            var change = TreeChange()
            _ = try tree.create(
                below: try tree.current(0), [Property("kind", "new")], where: 20, by: .superuser, &change)
            changes.append(change)
            if number % 3 == 0 {
                var removal = TreeChange()
                let child = tree.children(of: 0)[10]
                _ = try tree.destroy(
                    try tree.current(child), below: try tree.current(0), by: .superuser, &removal)
                changes.append(removal)
            }
            _ = find(&tree, "old")
        }
        for change in changes.reversed() { tree.revert(change) }
        #expect(tree.rows == before)
        #expect(find(&tree, "old") == tree.children(of: 0))
        #expect(find(&tree, "new").isEmpty)
    }

    private func find(_ tree: inout DirectoryTree, _ value: String) -> [UInt32] {
        TreeModelTests.lookup(&tree, 0, Array("kind".utf8), Array(value.utf8)) ?? []
    }
}
