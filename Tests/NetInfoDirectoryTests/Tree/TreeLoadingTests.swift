import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import Testing

/// Trees from rows, right and wrong.
@Suite struct TreeLoadingTests {
    private func row(_ id: UInt32, _ parent: UInt32, rank: Int64 = 0) -> DirectoryRow {
        DirectoryRow(id: id, parent: parent, rank: rank, instance: 1, version: 1, properties: [0, 0, 0, 0])
    }

    @Test func `rows that are no tree are refused with a reason`() {
        let cases: [(rows: [DirectoryRow], reason: String)] = [
            ([], "no root"),
            ([row(1, 0)], "no root"),
            ([row(0, 1), row(1, 0)], "root directory has a parent"),
            ([row(0, 0), row(1, 5)], "does not exist"),
            ([row(0, 0), row(1, 0), row(1, 0)], "occurs twice"),
            ([row(0, 0), row(1, 2), row(2, 1)], "cannot be reached"),
            ([row(0, 0), row(1, 1)], "cannot be reached"),
            ([row(0, 0), row(1, 0, rank: 5), row(2, 0, rank: 5)], "same place"),
            ([row(0, 0), row(1 << 25, 0)], "impossibly high"),
            ([row(0, 0), row(1, 0xFFFF_FFFF)], "no parent"),
        ]
        for (rows, reason) in cases {
            let error = #expect(throws: DirectoryTree.Inconsistency.self) { try DirectoryTree(rows: rows) }
            #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "") for \(reason)")
        }
    }

    @Test func `ranks at the ends of their range leave room for more`() throws {
        var tree = try DirectoryTree(rows: [row(0, 0), row(1, 0, rank: .min), row(2, 0, rank: .max)])
        for place in [0, 3, 2] as [UInt32] {
            var change = TreeChange()
            _ = try tree.create(below: try tree.current(0), [], where: place, by: .superuser, &change)
        }
        #expect(tree.children(of: 0) == [3, 1, 5, 2, 4])
        #expect(try DirectoryTree(rows: tree.rows).children(of: 0) == [3, 1, 5, 2, 4])
    }

    @Test func `the smallest free id is taken, also after loading with gaps`() throws {
        var tree = try DirectoryTree(rows: [row(0, 0), row(2, 0, rank: 1), row(5, 0, rank: 2), row(9, 0, rank: 3)])
        var made: [UInt32] = []
        for _ in 0..<8 {
            var change = TreeChange()
            let new = try tree.create(below: try tree.current(0), [], where: 0, by: .superuser, &change).new
            made.append(new.object)
        }
        #expect(made == [1, 3, 4, 6, 7, 8, 10, 11])
    }

    @Test func `the checksum is what the snapshot says`() throws {
        let tree = try DirectoryTree(rows: [row(0, 0), row(2, 0, rank: 1), row(5, 2, rank: 2)])
        #expect(tree.checksum == 1 + 3 + 6)
        #expect(tree.snapshot.checksum == tree.checksum)
    }
}
