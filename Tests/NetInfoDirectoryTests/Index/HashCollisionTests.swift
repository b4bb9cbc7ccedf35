import NetInfoProtocol
import NetInfoTesting
import Testing

@testable import NetInfoDirectory

/// Lookups of values that the index cannot tell apart.
@Suite struct HashCollisionTests {
    private static let key = Array("users".utf8)

    /// Two values with the same 32 bits of hash: among 300,000 there are about ten such pairs.
    private static func pair() -> ([UInt8], [UInt8])? {
        var known: [UInt64: [UInt8]] = [:]
        for number in 0..<300_000 {
            let value = Array("member\(number)".utf8)
            let bits = value.withUnsafeBytes { ValueIndex.hash($0) } >> 32
            if let other = known.updateValue(value, forKey: bits) { return (other, value) }
        }
        return nil
    }

    @Test func `values that share a hash find their own directories`() throws {
        let (first, second) = try #require(Self.pair())
        func directory(_ values: [[UInt8]]) -> PropertyList { [Property(name: Self.key, values: values)] }
        let others = (0..<20).map { directory([Array("other\($0)".utf8)]) }
        for pairs in [[[first, second], [first], [second]], [[second], [first], [second, first]]] {
            var tree = try SampleTree.flat(pairs.map(directory) + others)
            for value in [first, second] {
                let expected = pairs.indices.filter { pairs[$0].contains(value) }.map { UInt32($0 + 1) }
                #expect(TreeModelTests.lookup(&tree, 0, Self.key, value) == expected)
            }
            var change = TreeChange()
            _ = try tree.create(
                below: try tree.current(0), directory([first, second]), where: 0, by: .superuser, &change)
            for value in [first, second] {
                let expected = pairs.indices.filter { pairs[$0].contains(value) }.map { UInt32($0 + 1) }
                #expect(TreeModelTests.lookup(&tree, 0, Self.key, value) == [24] + expected)
            }
        }
    }
}
