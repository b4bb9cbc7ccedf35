/// Random numbers that a seed repeats (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A few random bytes of any value.
    package mutating func bytes(atMost count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

/// Seeds of random tests: fixed ones first, then one that is new each time. A failing test prints its seed.
package enum Seeds {
    /// The seeds of one test.
    package static func of(_ test: String, fixed: [UInt64] = [1, 2]) -> [UInt64] {
        let fresh = UInt64.random(in: 100...UInt64(UInt32.max))
        print("\(test): fresh seed \(fresh)")
        return fixed + [fresh]
    }
}
