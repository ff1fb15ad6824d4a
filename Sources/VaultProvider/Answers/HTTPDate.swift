import VaultCore

/// Reads the one date form that servers still send, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func parse(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
            let day = number(parts[1], 1...31, digits: 2), let month = months.firstIndex(of: String(parts[2])),
            let year = number(parts[3], 1970...9999, digits: 4), let time = seconds(parts[4])
        else { return nil }
        return Timestamp(seconds: days(year: year, month: month + 1, day: day) * 86_400 + time)
    }

    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], 0...23, digits: 2),
            let minute = number(parts[1], 0...59, digits: 2), let second = number(parts[2], 0...60, digits: 2)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int64>, digits: Int) -> Int64? {
        guard text.utf8.count == digits, let number = DecimalDigits.number(text), range ~= number else { return nil }
        return number
    }

    /// Days since 1970-01-01 of the Gregorian calendar; years begin in March, so that the leap day is the last.
    private static func days(year: Int64, month: Int, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
