import Foundation

/// A point in time as it is given on a command line.
struct HistoryTime {
    /// As in the files: `2026-11-23T10:15:00.123Z`.
    let text: [UInt8]

    /// Reads `2026-11-23` or `2026-11-23T10:15[:00[.123]]`, either in UTC, or `90s`, `10m`, `2h` or `3d` before `now`. Nil
    /// for anything else.
    init?(_ argument: String, now: Date = .now) {
        if let date = Self.before(argument, now) {
            text =
                Array(date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)).utf8)
                + [UInt8(ascii: "Z")]
            return
        }
        let template = Array("0000-00-00T00:00:00.000".utf8)
        var given = Array(argument.utf8)
        if given.last == UInt8(ascii: "Z"), given.count > 10 { given.removeLast() }
        guard [10, 16, 19, 23].contains(given.count) else { return nil }
        for (byte, expected) in zip(given, template) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard expected == UInt8(ascii: "0") ? isDigit : byte == expected else { return nil }
        }
        text = given + template[given.count...] + [UInt8(ascii: "Z")]
    }

    private static func before(_ argument: String, _ now: Date) -> Date? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = UInt32(argument.dropLast()) else {
            return nil
        }
        return now.addingTimeInterval(-Double(count) * unit)
    }
}
