/// When a lane may start its next process: at once after the first failure, later and later after more in a row.
struct RestartBackoff: Equatable, Sendable {
    private static let first: Int64 = 100
    private static let longest: Int64 = 10_000

    private var failures = 0
    private var notBefore = Int64.min

    func allows(now: Int64) -> Bool { now >= notBefore }

    mutating func failed(now: Int64) {
        failures += 1
        guard failures > 1 else { return }
        notBefore = now + min(Self.longest, Self.first << min(failures - 2, 16))
    }

    mutating func succeeded() { self = RestartBackoff() }
}
