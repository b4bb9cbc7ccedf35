import NetInfoProtocol
import NetInfoStore

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Makes property lists with everything in them that is legal and hard to write down.
struct RandomPropertyLists {
    private var numbers: SeededNumbers
    private static let names = [
        "name", "uid", "serves", "_writers", "", "netinfo:directory", "netinfo:", "a/b", "<&>\"'", "é",
    ]
    private static let texts = [
        "", " ", "wren", "]]>", "a&b", "<!-- -->", "&amp;", "\r", "\r\n", "\n\t ", "\u{FFFE}", "\u{FFFF}",
        "\u{85}\u{2028}",
        "\u{1}\u{1F}\u{7F}", "\u{1F426}", "e\u{301}", "\u{FEFF}x", "\u{10FFFF}",
    ]

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    mutating func record() -> PlistRecord {
        var list = PropertyList()
        for _ in 0..<Int.random(in: 0...24, using: &numbers) {
            let values = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in text() }
            list.properties.append(Property(name: name(), values: values))
        }
        let bookkeeping = PlistRecord.Bookkeeping(
            id: .random(in: 0...(.max), using: &numbers), instance: .random(in: 0...(.max), using: &numbers),
            rank: .random(in: .min...(.max), using: &numbers))
        return PlistRecord(bookkeeping: Bool.random(using: &numbers) ? bookkeeping : nil, properties: list)
    }

    private mutating func name() -> [UInt8] {
        Bool.random(using: &numbers) ? Array(pick(Self.names).utf8) : text()
    }

    private mutating func text() -> [UInt8] {
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: bytes(count: Int.random(in: 0...9, using: &numbers))
        case 1: bytes(count: Int.random(in: 0...9000, using: &numbers))
        case 2: Array(repeating: UInt8(ascii: "x"), count: 9000)
        case 3: Array((pick(Self.texts) + pick(Self.texts) + pick(Self.texts)).utf8)
        default: Array(pick(Self.texts).utf8)
        }
    }

    private mutating func bytes(count: Int) -> [UInt8] {
        (0..<count).map { _ in .random(in: 1...255, using: &numbers) }
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &numbers)]
    }
}
