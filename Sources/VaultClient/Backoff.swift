/// Pauses between attempts: none, then 10 ms doubled up to a second, each cut by up to a quarter so that many clients of one
/// daemon that restarts do not all come at once.
struct Backoff {
    private var attempts = 0

    mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
        defer { attempts += 1 }
        if attempts == 0 { return .zero }
        let longest: Int64 = 10 << Int64(min(attempts - 1, 7))
        let milliseconds = min(longest, 1_000)
        return .microseconds(Int64.random(in: milliseconds * 750...milliseconds * 1000, using: &random))
    }

    mutating func reset() { attempts = 0 }
}
