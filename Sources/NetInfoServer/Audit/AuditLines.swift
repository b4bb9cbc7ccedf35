import Glibc

/// JSON objects, one to a line, that grow member by member.
struct AuditLines {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true
    private var start = 0
    /// Whether something of the present line was left out because it is too long.
    var isCut = false

    /// Bytes of the present line so far.
    var length: Int { bytes.count - start }

    mutating func begin() {
        start = bytes.count
        isCut = false
        open(UInt8(ascii: "{"))
    }

    mutating func end() {
        close(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The lines so far, which are forgotten.
    mutating func take() -> [UInt8] {
        defer {
            bytes = []
            bytes.reserveCapacity(4096)
        }
        return bytes
    }

    // MARK: Members

    mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        isFirst = true
    }

    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        isFirst = false
    }

    /// What stands between an element and the one before it.
    mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func member(_ key: StaticString, _ number: some BinaryInteger) {
        self.key(key)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func flag(_ key: StaticString) {
        self.key(key)
        append("true")
    }

    /// A string that needs no escapes.
    mutating func word(_ key: StaticString, _ word: StaticString) {
        self.key(key)
        bytes.append(UInt8(ascii: "\""))
        append(word)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func member(_ key: StaticString, _ text: String) {
        self.key(key)
        var text = text
        text.withUTF8 { string($0) }
    }

    /// A string of at most `limit` bytes.
    mutating func member(_ key: StaticString, _ value: [UInt8], limit: Int = 1024) {
        self.key(key)
        if value.count > limit { isCut = true }
        string(value, limit)
    }

    /// A list of strings that together take about `limit` bytes; false when that is not all.
    mutating func member(_ key: StaticString, _ values: [[UInt8]], limit: Int = 1024) -> Bool {
        self.key(key)
        open(UInt8(ascii: "["))
        var left = limit
        var isWhole = true
        for value in values {
            guard left > 0 else {
                isWhole = false
                break
            }
            separate()
            string(value, left)
            if value.count > left { isWhole = false }
            left -= value.count + 3
        }
        close(UInt8(ascii: "]"))
        if !isWhole { isCut = true }
        return isWhole
    }

    // MARK: Strings

    private mutating func string(_ value: [UInt8], _ limit: Int) {
        value.withUnsafeBufferPointer { string(UnsafeBufferPointer(rebasing: $0.prefix(limit))) }
    }

    /// Bytes as a string. One that is not part of valid UTF-8 becomes the lone surrogate U+DC00 + byte, as the tools write
    /// and read it, so that none is lost.
    private mutating func string(_ value: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var position = 0
        while position < value.count {
            let start = position
            while position < value.count, Self.isPlain(value[position]) { position += 1 }
            if position > start { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: value[start..<position])) }
            guard position < value.count else { break }
            let length = Self.characterLength(value[position...])
            if let length {
                bytes.append(contentsOf: value[position..<position + length])
            } else {
                escape(value[position])
            }
            position += length ?? 1
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        default:
            let digits = String(byte, radix: 16)
            bytes += "\\u\(byte < 0x80 ? "00" : "dc")\(byte < 0x10 ? "0" : "")\(digits)".utf8
        }
    }

    /// The length of the character of several bytes at the beginning; nil when there is none.
    private static func characterLength(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = bytes.first, first >= 0x80 else { return nil }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        let candidate = bytes.prefix(length)
        return candidate.count == length && String(validating: candidate, as: UTF8.self) != nil ? length : nil
    }

    // MARK: Time

    /// A time in UTC, such as `2026-11-23T10:15:00.123Z`.
    mutating func member(_ key: StaticString, milliseconds: Int64) {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        self.key(key)
        bytes.append(UInt8(ascii: "\""))
        digits(Int(parts.tm_year) + 1900, 4, UInt8(ascii: "-"))
        digits(Int(parts.tm_mon) + 1, 2, UInt8(ascii: "-"))
        digits(Int(parts.tm_mday), 2, UInt8(ascii: "T"))
        digits(Int(parts.tm_hour), 2, UInt8(ascii: ":"))
        digits(Int(parts.tm_min), 2, UInt8(ascii: ":"))
        digits(Int(parts.tm_sec), 2, UInt8(ascii: "."))
        digits(Int(milliseconds % 1000), 3, UInt8(ascii: "Z"))
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func digits(_ number: Int, _ count: Int, _ end: UInt8) {
        var divisor = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        bytes.append(end)
    }
}
