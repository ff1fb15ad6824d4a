import Glibc
import VaultCommandLine

extension ParsedCommand {
    /// A moment as operators write it: so long ago, a day, or RFC 3339 in UTC.
    ///
    /// - Returns: seconds since 1970.
    func moment(_ name: String, now: Int64) throws(UsageError) -> Int64? {
        guard let text = value(name) else { return nil }
        if let ago = DurationText.milliseconds(text) { return now - ago / 1_000 }
        let parts = text.split { !("0"..."9").contains($0) }.compactMap { Int32($0) }
        if let shape = parts.count == 3 ? "0000-00-00" : parts.count == 6 ? "0000-00-00T00:00:00Z" : nil,
            String(text.map { ("0"..."9").contains($0) ? "0" : $0 }) == shape
        {
            let clock = parts.count == 6 ? parts : parts + [0, 0, 0]
            var time = tm()
            (time.tm_year, time.tm_mon, time.tm_mday) = (clock[0] - 1900, clock[1] - 1, clock[2])
            (time.tm_hour, time.tm_min, time.tm_sec) = (clock[3], clock[4], clock[5])
            let seconds = Int64(timegm(&time))
            // timegm(3) takes the 31st of April for the 1st of May.
            if time.tm_mon == clock[1] - 1, time.tm_mday == clock[2] { return seconds }
        }
        throw UsageError(
            "--\(name) is no time",
            hint: "write it as 2h (so long ago), 2026-11-24 (a day, UTC) or 2026-11-24T09:00:00Z")
    }
}
