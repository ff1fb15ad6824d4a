import VaultCore

/// Reads `Retry-After` (RFC 9110 §10.2.3): seconds or a date, never longer than an hour.
enum RetryAfter {
    private static let longest: Int64 = 3600

    /// Nil where there is none or it says nothing usable; a time that has passed is one second.
    static func seconds(_ text: String?, now: Timestamp) -> Int64? {
        guard let text else { return nil }
        let seconds = DecimalDigits.number(text) ?? HTTPDate.parse(text)?.seconds(since: now)
        return seconds.map { min(max($0, 1), longest) }
    }
}
