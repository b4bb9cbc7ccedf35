import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import Testing

/// The tree does in all respects what a naive implementation does.
@Suite struct TreeModelTests {
    /// The tree, its model, the rows a store would hold, and how all were before each write that can be undone.
    private struct Pair {
        var tree = DirectoryTree()
        var model = NaiveDomain()
        var rows: [UInt32: DirectoryRow] = [:]
        var undoable: [(change: TreeChange, model: NaiveDomain, rows: [UInt32: DirectoryRow])] = []

        init() {
            for row in tree.rows { rows[row.id] = row }
        }

        mutating func apply(_ changes: [RowChange]) {
            for change in changes {
                switch change {
                case .put(let row): rows[row.id] = row
                case .touch(let id, let instance, let version):
                    rows[id]?.instance = instance
                    rows[id]?.version = version
                case .rank(let id, let rank): rows[id]?.rank = rank
                case .remove(let id): rows[id] = nil
                }
            }
        }
    }

    @Test func `random writes and reverts leave what the model says`() throws {
        for seed in Seeds.of("TreeModelTests") {
            var operations = RandomOperations(random: SeededGenerator(seed: seed))
            var pair = Pair()
            for step in 0..<1500 {
                let isGood = Self.perform(operations.next(pair.model), &pair, "seed \(seed), step \(step)")
                guard isGood else { return }
                if step % 25 == 0 { Self.compareLookups(&pair, &operations, "seed \(seed), step \(step)") }
                if step % 60 == 59 { Self.revertSome(&pair, &operations) }
                if step % 250 == 0 { try Self.compareAll(&pair, "seed \(seed), step \(step)") }
            }
            try Self.compareAll(&pair, "seed \(seed), at the end")
        }
    }

    private static func perform(_ operation: TreeOperation, _ pair: inout Pair, _ place: String) -> Bool {
        let before = (model: pair.model, rows: pair.rows)
        var change = TreeChange()
        var (real, wanted): (Result<[DirectoryID], NIStatus>, Result<[DirectoryID], NIStatus>)
        do throws(NIStatus) {
            real = .success(try operation.perform(on: &pair.tree, &change))
        } catch { real = .failure(error) }
        do throws(NIStatus) {
            wanted = .success(try operation.perform(on: &pair.model))
        } catch { wanted = .failure(error) }
        guard real == wanted else {
            Issue.record("\(place): \(operation) gives \(real), not \(wanted)")
            return false
        }
        if case .failure = real {
            #expect(change.rows.isEmpty, "\(place): a refused write changed something")
        } else {
            pair.undoable.append((change, before.model, before.rows))
            pair.apply(change.rows)
        }
        return true
    }

    private static func revertSome(_ pair: inout Pair, _ operations: inout RandomOperations) {
        let count = Int.random(in: 0...pair.undoable.count, using: &operations.random)
        for _ in 0..<count {
            guard let last = pair.undoable.popLast() else { break }
            pair.tree.revert(last.change)
            (pair.model, pair.rows) = (last.model, last.rows)
        }
        pair.undoable = []
    }

    private static func compareLookups(_ pair: inout Pair, _ operations: inout RandomOperations, _ place: String) {
        for id in pair.model.directories.filter({ !$0.value.children.isEmpty }).keys {
            let (key, value) = (operations.pick(RandomOperations.keys), operations.pick(RandomOperations.values))
            let found = lookup(&pair.tree, id, key, value)
            #expect(found == pair.model.lookup(id, key, value), "\(place): in \(id)")
        }
    }

    private static func compareAll(_ pair: inout Pair, _ place: String) throws {
        #expect(pair.tree.snapshot == pair.model.snapshot, "\(place)")
        #expect(pair.tree.checksum == pair.model.checksum, "\(place)")
        #expect(pair.tree.count == pair.model.directories.count, "\(place)")
        #expect(pair.tree.highestID == pair.model.directories.keys.max(), "\(place)")
        #expect(pair.tree.rows == pair.rows.values.sorted { $0.id < $1.id }, "\(place)")
        #expect(try DirectoryTree(rows: pair.tree.rows.shuffled()).snapshot == pair.model.snapshot, "\(place)")
        for id in pair.model.directories.filter({ !$0.value.children.isEmpty }).keys {
            for key in RandomOperations.keys {
                for value in RandomOperations.values {
                    let found = lookup(&pair.tree, id, key, value)
                    #expect(found == pair.model.lookup(id, key, value), "\(place): in \(id)")
                }
            }
        }
    }

    static func lookup(_ tree: inout DirectoryTree, _ id: UInt32, _ key: [UInt8], _ value: [UInt8]) -> [UInt32]? {
        key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in try? tree.lookup(id, key, value) }
        }
    }
}
