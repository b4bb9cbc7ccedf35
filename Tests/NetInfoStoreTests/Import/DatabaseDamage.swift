/// Damages a database folder at random.
struct DatabaseDamage {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// One to four damages; what was done, for the message of a failing test.
    mutating func apply(to sandbox: DatabaseSandbox) throws -> String {
        var done: [String] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard let name = try sandbox.names.randomElement(using: &random) else { break }
            done.append("\(name) \(try damage(name, in: sandbox))")
        }
        return done.joined(separator: ", ")
    }

    private mutating func damage(_ name: String, in sandbox: DatabaseSandbox) throws -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            try sandbox.remove(name)
            return "removed"
        case 1:
            let other = ["Create", "Delete", "Transaction", "transaction_1", "extension_3", "Config", "Store.64"]
            guard let copy = other.randomElement(using: &random) else { return "kept" }
            try sandbox.write(copy, sandbox.read(name))
            return "copied to \(copy)"
        default:
            var bytes = try sandbox.read(name)
            let what = damage(&bytes)
            try sandbox.write(name, bytes)
            return what
        }
    }

    private mutating func damage(_ bytes: inout [UInt8]) -> String {
        guard !bytes.isEmpty else { return "empty" }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: putHugeWord(in: &bytes, at: place & ~3)
        case 3: for _ in 0..<20 { flip(&bytes) }
        case 4: bytes.removeSubrange(place..<min(place + Int.random(in: 1..<600, using: &random), bytes.count))
        default: for index in place..<min(place + 200, bytes.count) { bytes[index] = 0 }
        }
        return "damaged at \(place)"
    }

    private mutating func flip(_ bytes: inout [UInt8]) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }

    private mutating func putHugeWord(in bytes: inout [UInt8], at place: Int) {
        let words: [UInt32] = [0xFFFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0x10000, 0xFFFF, 0x100000, 0xFFFF_FFFC]
        for (index, byte) in Word.big(words.randomElement(using: &random) ?? 0).enumerated()
        where place + index < bytes.count { bytes[place + index] = byte }
    }
}
