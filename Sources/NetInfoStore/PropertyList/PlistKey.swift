/// The keys that begin with `netinfo:`, which are not property names.
enum PlistKey {
    static let prefix = Array("netinfo:".utf8)
    /// The key of the bookkeeping.
    static let directory = Array("netinfo:directory".utf8)
    /// What the keys of properties whose names cannot be keys begin with.
    static let property = Array("netinfo:property:".utf8)

    /// Whether a property of this name is written under the name itself, when no earlier one has the same.
    static func isPlain(_ name: [UInt8]) -> Bool {
        !name.isEmpty && !name.starts(with: prefix) && XMLTextForm(of: name) != .impossible
    }

    /// The key of property number `index` when its name cannot be a key: `netinfo:property:<index>:<name>`.
    static func escaped(_ name: [UInt8], index: Int) -> [UInt8] {
        var key = property
        key.append(contentsOf: String(index).utf8)
        key.append(UInt8(ascii: ":"))
        for byte in name {
            if isUnreserved(byte) {
                key.append(byte)
            } else {
                key.append(UInt8(ascii: "%"))
                key.append(hexadecimalDigit(byte >> 4))
                key.append(hexadecimalDigit(byte & 0xF))
            }
        }
        return key
    }

    /// Takes apart a key that `escaped` made; nil when it is not of that form.
    static func unescaped(_ key: [UInt8]) -> (index: Int, name: [UInt8])? {
        guard key.starts(with: property) else { return nil }
        let rest = key.dropFirst(property.count)
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        guard let index = UInt32(decimal: rest[..<colon]), let name = percentDecoded(rest[(colon + 1)...]) else {
            return nil
        }
        return (Int(index), name)
    }

    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var name: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if isUnreserved(byte) {
                name.append(byte)
                continue
            }
            guard byte == UInt8(ascii: "%"), let high = rest.popFirst().flatMap(hexadecimalValue),
                let low = rest.popFirst().flatMap(hexadecimalValue)
            else { return nil }
            name.append(high << 4 | low)
        }
        return name
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func hexadecimalValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
