import NetInfoTesting
import Testing

@testable import NetInfoDirectory

/// The index of one key, with hashes that a test chooses.
@Suite struct ValueIndexTests {
    /// Children's values, and the hash that stands for each value.
    private struct World {
        var index = ValueIndex(key: [], capacity: 0)
        var values: [UInt32: Set<Int>] = [:]
        let hash: (Int) -> UInt64

        mutating func insert(_ child: UInt32, _ value: Int) {
            values[child, default: []].insert(value)
            let known = values
            index.insert(child, hash(value), { known[$0]?.contains(value) ?? false }, precedes: <)
        }

        mutating func remove(_ child: UInt32, _ value: Int) {
            let known = values
            index.remove(child, hash(value), { known[$0]?.contains(value) ?? false }, precedes: <)
            values[child]?.remove(value)
        }

        func find(_ value: Int) -> [UInt32] {
            switch index.find(hash(value), { values[$0]?.contains(value) ?? false }) {
            case .none: []
            case .one(let child): [child]
            case .many(let children): children
            }
        }

        func expected(_ value: Int) -> [UInt32] {
            values.filter { $0.value.contains(value) }.keys.sorted()
        }
    }

    @Test func `values of one hash are kept apart`() {
        var world = World { _ in 0xABCD_0123_0000_0000 }
        for child in 0..<200 as Range<UInt32> { world.insert(child, Int(child) % 50) }
        for value in 0..<50 { #expect(world.find(value) == world.expected(value)) }
        for child in stride(from: 0, to: 200, by: 3) as StrideTo<UInt32> { world.remove(child, Int(child) % 50) }
        for value in 0..<50 { #expect(world.find(value) == world.expected(value)) }
        #expect(world.find(99).isEmpty)
    }

    @Test func `a value of one child, of many, and of one again`() {
        var world = World { UInt64($0) << 32 }
        world.insert(7, 1)
        #expect(world.find(1) == [7])
        world.insert(3, 1)
        world.insert(5, 1)
        world.insert(5, 1)
        #expect(world.find(1) == [3, 5, 7])
        world.remove(5, 1)
        world.remove(7, 1)
        #expect(world.find(1) == [3])
        world.remove(3, 1)
        #expect(world.find(1).isEmpty)
    }

    @Test func `two values of one child that share a hash are noticed`() {
        #expect(!ValueIndex.areAmbiguous([]))
        #expect(!ValueIndex.areAmbiguous([5 << 32, 6 << 32, 5 << 32, 7]))
        #expect(ValueIndex.areAmbiguous([5 << 32, 7 << 32, 5 << 32 | 1]))
    }

    @Test(arguments: [1, 3, 0xFFFF_FFFF] as [UInt64])
    func `random changes leave what a plain table says`(hashes: UInt64) {
        for seed in Seeds.of("ValueIndexTests") {
            var random = SeededGenerator(seed: seed)
            var world = World { ((UInt64($0) &* 0x9E37_79B9) % hashes) << 32 | 0xFFFF_FFFF }
            for step in 0..<2000 {
                let child = UInt32.random(in: 0..<60, using: &random)
                var value = Int.random(in: 0..<25, using: &random)
                // One child must not have two values of one hash: that is for the owner of the index to avoid.
                if hashes < 25, let only = world.values[child]?.first { value = only }
                if world.values[child]?.contains(value) ?? false {
                    world.remove(child, value)
                } else {
                    world.insert(child, value)
                }
                let probe = Int.random(in: 0..<25, using: &random)
                #expect(world.find(probe) == world.expected(probe), "seed \(seed), step \(step)")
            }
            #expect(world.index.slots.count < 4096)
        }
    }
}
