/// Dates of binary property lists, as XML ones write them.
enum PlistDate {
    private static let daysFrom1970To2001 = 11_323

    /// `2001-01-01T00:00:00Z` for zero; nil outside of the years 0 to 9999.
    static func text(secondsSince2001 seconds: Double) -> [UInt8]? {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        let total = Int(seconds.rounded(.down))
        let day = total >= 0 ? total / 86_400 : (total - 86_399) / 86_400
        let second = total - day * 86_400
        let date = civil(daysSince1970: day + daysFrom1970To2001)
        guard (0...9999).contains(date.year) else { return nil }
        let fields = [(date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T")]
        let time = [(second / 3600, 2, ":"), (second / 60 % 60, 2, ":"), (second % 60, 2, "Z")]
        return Array((fields + time).map { padded($0.0, to: $0.1) + $0.2 }.joined().utf8)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Counts in eras of 400 years that begin on 1 March, so that leap days come last in their years.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
