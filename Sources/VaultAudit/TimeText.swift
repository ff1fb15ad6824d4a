package import VaultCore

/// A moment as RFC 3339 in UTC with milliseconds, always 24 characters; what did not change since the last moment is not
/// written again.
package struct TimeText: Sendable {
    /// For messages to people.
    package static func text(of moment: Timestamp) -> String {
        var time = TimeText()
        _ = time.set(moment)
        return time.text
    }

    /// What `text` wrote; nil for anything else.
    package static func moment(_ text: String) -> Timestamp? {
        let parts = text.split { !("0"..."9").contains($0) }.compactMap { Int64($0) }
        guard text.utf8.count == length, parts.count == 7 else { return nil }
        let (year, month, day) = (parts[1] > 2 ? parts[0] : parts[0] - 1, (parts[1] + 9) % 12, parts[2] - 1)
        let (era, inEra) = divided(year, by: 400)
        // days_from_civil, the way back of `date`.
        let days = era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + (153 * month + 2) / 5 + day - 719_468
        let seconds = days * 86_400 + parts[3] * 3_600 + parts[4] * 60 + parts[5]
        let moment = Timestamp(milliseconds: seconds * 1_000 + parts[6])
        return Self.text(of: moment) == text ? moment : nil
    }

    static let length = 24

    /// Its digits as one number of 17 digits.
    var number: Int64 {
        var number: Int64 = 0
        for position in 0..<Self.length {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit <= 9 { number = number &* 10 &+ Int64(digit) }
        }
        return number
    }

    /// The same of a text that somebody has; nil for what is no time of ours.
    static func number(_ text: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        let pattern: StaticString = "0000-00-00T00:00:00.000Z"
        guard text.count == length else { return nil }
        for (offset, place) in zip(0..<length, text.indices) {
            let byte = text[place]
            if pattern.utf8Start[offset] == UInt8(ascii: "0") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                number = number * 10 + Int64(byte - UInt8(ascii: "0"))
            } else if byte != pattern.utf8Start[offset] {
                return nil
            }
        }
        return number
    }

    private(set) var bytes: InlineArray<24, UInt8>
    private var milliseconds: Int64 = 0

    /// 1970-01-01T00:00:00.000Z
    init() {
        bytes = InlineArray(repeating: 0)
        let text: StaticString = "1970-01-01T00:00:00.000Z"
        for position in 0..<Self.length { bytes[position] = text.utf8Start[position] }
    }

    var text: String { String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }

    /// - Parameter moment: beyond the years 0000 to 9999, which are all that RFC 3339 can write, the nearest that is not.
    /// - Returns: whether the text is another now.
    mutating func set(_ moment: Timestamp) -> Bool {
        let new = min(max(moment.milliseconds, Self.first), Self.last)
        if new == milliseconds { return false }
        let (second, part) = Self.divided(new, by: 1000)
        if second != Self.divided(milliseconds, by: 1000).quotient { write(second: second) }
        write(part, digits: 3, at: 20)
        milliseconds = new
        return true
    }

    /// 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z.
    private static let first: Int64 = -62_167_219_200_000
    private static let last: Int64 = 253_402_300_799_999

    private mutating func write(second: Int64) {
        let (day, inDay) = Self.divided(second, by: 86_400)
        let date = Self.date(ofDay: day)
        write(date.year, digits: 4, at: 0)
        write(date.month, digits: 2, at: 5)
        write(date.day, digits: 2, at: 8)
        write(inDay / 3600, digits: 2, at: 11)
        write(inDay / 60 % 60, digits: 2, at: 14)
        write(inDay % 60, digits: 2, at: 17)
    }

    private mutating func write(_ number: Int64, digits: Int, at start: Int) {
        var rest = number
        for position in stride(from: start + digits - 1, through: start, by: -1) {
            bytes[position] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// The Gregorian date so many days after 1970-01-01: years are counted from March, so that the leap day is their last,
    /// in eras of 400 years (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, inEra) = divided(day + 719_468, by: 146_097)
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let dayOfYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Rounds down, also before 1970.
    private static func divided(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
