/// How a hash was made, as far as its form tells (crypt(5)).
enum PasswordScheme: String, CaseIterable, Sendable {
    case des, bsdi, md5, nt, sha256, sha512, bcrypt, yescrypt, scrypt, sha1
    case sunMD5 = "sun-md5"
    case gostYescrypt = "gost-yescrypt"

    private static let prefixes: [(String, PasswordScheme)] = [
        ("$1$", .md5), ("$md5", .sunMD5), ("$3$", .nt), ("$sha1$", .sha1), ("$5$", .sha256), ("$6$", .sha512),
        ("$2a$", .bcrypt), ("$2b$", .bcrypt), ("$2x$", .bcrypt), ("$2y$", .bcrypt), ("$7$", .scrypt),
        ("$y$", .yescrypt), ("$gy$", .gostYescrypt),
    ]

    /// The scheme of a hash; nil when it has none that crypt(3) knows.
    init?(_ hash: [UInt8]) {
        if let found = Self.prefixes.first(where: { hash.starts(with: $0.0.utf8) }) {
            self = found.1
        } else if hash.count == 13, hash.allSatisfy({ Self.digit($0) != nil }) {
            self = .des
        } else if hash.count == 20, hash.first == UInt8(ascii: "_"),
            hash.dropFirst().allSatisfy({ Self.digit($0) != nil })
        {
            self = .bsdi
        } else {
            return nil
        }
    }

    private static let digits = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The value of a character in the notation of crypt(3).
    private static func digit(_ byte: UInt8) -> Int? { digits.firstIndex(of: byte) }

    /// In the words of people.
    var text: String {
        switch self {
        case .des: "DES"
        case .bsdi: "extended DES"
        case .md5: "MD5"
        case .sunMD5: "Sun MD5"
        case .nt: "NT"
        default: rawValue
        }
    }

    /// Whether whoever has the hash soon has the password, unless it is a very good one.
    var isWeak: Bool {
        switch self {
        case .des, .bsdi, .md5, .sunMD5, .nt: true
        default: false
        }
    }

    /// Whether one trial takes microseconds, not milliseconds.
    var isQuick: Bool { self == .des || self == .nt || self == .md5 || self == .bsdi }

    // MARK: Cost

    /// Whether a trial on this hash is sure to take less than about a second. A hash says itself how much work it is,
    /// and one call of crypt(3) cannot be interrupted.
    func isAffordable(_ hash: [UInt8]) -> Bool {
        let parts = hash.split(separator: UInt8(ascii: "$")).map { String(decoding: $0, as: UTF8.self) }
        guard self == .des || self == .bsdi || parts.count > 1 else { return false }
        switch self {
        case .des, .md5, .nt: return true
        case .bsdi: return Self.bsdiRounds(hash) <= 10_000
        case .sha256, .sha512:
            guard parts[1].hasPrefix("rounds=") else { return true }
            return Int(parts[1].dropFirst("rounds=".count)).map { $0 <= 50_000 } ?? false
        case .bcrypt: return Int(parts[1]).map { $0 <= 10 } ?? false
        // The parameters that costs up to the default one have.
        case .yescrypt, .gostYescrypt: return ["j75", "j85", "j95", "jA5", "j8T", "j9T"].contains(parts[1])
        case .scrypt, .sha1, .sunMD5: return false
        }
    }

    /// Four digits, the lowest first.
    private static func bsdiRounds(_ hash: [UInt8]) -> Int {
        hash.dropFirst().prefix(4).reversed().reduce(0) { $0 * 64 + (digit($1) ?? 63) }
    }
}
