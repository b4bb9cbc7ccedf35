import NetInfoDirectory
import NetInfoProtocol

/// Which values must not be written down: those of certain properties, wherever else they turn up, and whatever looks like
/// a hash of a password.
struct AuditSecrets {
    /// Bytes from which on a value is remembered for all directories: shorter ones may well be something else elsewhere.
    private static let longValue = 13
    private static let capacity = 65_536

    private let names: [[UInt8]]
    /// The names as they stand in lists.
    private let encodedNames: [[UInt8]]
    /// Hashes, in the sense of `Hashable`, of values seen in such properties: lately, and before that.
    private var seen: Set<Int> = []
    private var seenBefore: Set<Int> = []

    init(_ names: [String]) {
        self.names = Set(names + ["passwd", "_shadow_passwd"]).map { Array($0.utf8) }
        encodedNames = self.names.map(PropertyScan.encoded)
    }

    /// Remembers what a list has in properties that are secret.
    mutating func learn(_ list: PropertyScan, of directory: UInt32) {
        for name in encodedNames {
            for property in list.properties(called: name) {
                for value in property.values where !Self.saysNothing(value) { learn(value, directory) }
            }
        }
    }

    private mutating func learn(_ value: [UInt8], _ directory: UInt32) {
        if seen.count >= Self.capacity { (seenBefore, seen) = (seen, []) }
        seen.insert(Self.key(value, directory))
    }

    /// Whether a property of a directory may not be shown with these values.
    func hides(_ name: [UInt8], _ values: [[UInt8]], of directory: UInt32) -> Bool {
        names.contains(name) || values.contains { hides($0, directory) }
    }

    private func hides(_ value: [UInt8], _ directory: UInt32) -> Bool {
        if Self.looksHashed(value) { return true }
        guard !seen.isEmpty || !seenBefore.isEmpty, !Self.saysNothing(value) else { return false }
        let key = Self.key(value, directory)
        return seen.contains(key) || seenBefore.contains(key)
    }

    private static func key(_ value: [UInt8], _ directory: UInt32) -> Int {
        var hasher = Hasher()
        hasher.combine(value)
        hasher.combine(value.count < longValue ? directory : .max)
        return hasher.finalize()
    }

    private static func saysNothing(_ value: [UInt8]) -> Bool {
        value.isEmpty || value == [UInt8(ascii: "*")] || value == WithheldProperties.marker
    }

    // MARK: Hashes

    /// Whether a value has one of the forms of crypt(3), of LDAP or of Mac OS X.
    static func looksHashed(_ value: [UInt8]) -> Bool {
        switch value.first {
        case UInt8(ascii: "$"): return value.count >= 8
        case UInt8(ascii: "{"):
            guard let end = value.prefix(24).firstIndex(of: UInt8(ascii: "}")) else { return false }
            return end > 1 && value.count - end > 8
        case UInt8(ascii: "_") where value.count == 20: return value.dropFirst().allSatisfy(isSalt)
        default: return looksTraditional(value) || looksHexadecimal(value)
        }
    }

    /// DES: 13 letters and digits. Words of this length seldom have a capital letter within.
    private static func looksTraditional(_ value: [UInt8]) -> Bool {
        guard value.count == 13, value.allSatisfy(isSalt) else { return false }
        return value.dropFirst().contains { (0x41...0x5A).contains($0) } && value.contains { $0 >= 0x61 }
    }

    private static func isSalt(_ byte: UInt8) -> Bool {
        (0x2E...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func looksHexadecimal(_ value: [UInt8]) -> Bool {
        guard (32...256).contains(value.count), value.count % 8 == 0 else { return false }
        return value.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        }
    }
}
