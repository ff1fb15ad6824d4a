/// Times as people read them, without a time zone to guess at.
enum TimeText {
    /// Seconds since 1970 as `2026-01-01 00:00:00Z`.
    static func utc(_ seconds: Int64) -> String {
        let (days, rest) = seconds.quotientAndRemainder(floor: 86_400)
        let date = civil(days: days)
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined(separator: ":")
        return "\(date.year)-\(twoDigits(date.month))-\(twoDigits(date.day)) \(clock)Z"
    }

    /// A length of time in its two largest units: `3d 4h`, `1h 2m`, `12s`.
    static func span(_ seconds: Int64) -> String {
        let units: [(name: String, length: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
        guard let first = units.firstIndex(where: { seconds >= $0.length }) else { return "0s" }
        let parts = units[first...].prefix(2).enumerated().map { place, unit in
            (number: (place == 0 ? seconds : seconds % units[first].length) / unit.length, name: unit.name)
        }
        return parts.filter { $0.number > 0 }.map { "\($0.number)\($0.name)" }.joined(separator: " ")
    }

    /// Days since 1970-01-01 in the Gregorian calendar; counted in eras of 400 years that begin in March, so that the leap day
    /// is the last of its year.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(floor: 146_097)
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    fileprivate func quotientAndRemainder(floor divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
