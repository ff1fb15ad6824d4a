import Synchronization
import VaultCore

/// Keeps every provider from being asked more often, or by more at once, than its entry allows. None waits for another's.
final class ProviderPaces: Sendable {
    private struct Line {
        var limits: ProviderLimits
        var pace: ProviderPace
        let seats: Seats
    }

    /// A caller is kept waiting no longer than this before the provider is asked.
    static let patienceMilliseconds: Int64 = 5_000

    private let lines = Mutex<[ProviderName: Line]>([:])
    private let clock: any WallClock
    private let pause: Pause

    init(clock: any WallClock, pause: @escaping Pause) {
        self.clock = clock
        self.pause = pause
    }

    /// Runs `body`, which asks the provider once, when its turn has come.
    ///
    /// - Throws: `provider_unavailable` with reason `paced` and the moment to come back, and what `body` throws.
    func whenAllowed<Result>(
        _ provider: ProviderSettings, patienceMilliseconds: Int64 = patienceMilliseconds,
        _ body: () async throws(RefreshFailure) -> Result
    ) async throws(RefreshFailure) -> Result {
        let seats = try await enter(provider, patienceMilliseconds)
        defer { seats.give() }
        return try await body()
    }

    /// One more request is about to be sent by somebody who has been let in already.
    func charge(_ provider: ProviderSettings) {
        let now = nanoseconds()
        line(of: provider) { $0.pace.charge(at: now) }
    }

    /// - Returns: where the seat is to be given back.
    private func enter(_ provider: ProviderSettings, _ patience: Int64) async throws(RefreshFailure) -> Seats {
        let now = nanoseconds()
        let (answer, seats) = line(of: provider) { line in
            (line.pace.ask(at: now, patience: UInt64(patience) * 1_000_000), line.seats)
        }
        var left = patience
        switch answer {
        case .refused(let wait): throw Self.refusal(Self.milliseconds(wait))
        case .wait(0): break
        case .wait(let wait):
            await pause(Self.milliseconds(wait))
            left = max(0, left - Self.milliseconds(wait))
        }
        guard await seats.take(patienceMilliseconds: left, pause) else { throw Self.refusal(Self.crowdedMilliseconds) }
        return seats
    }

    /// Where every seat is taken nobody knows for how long.
    private static let crowdedMilliseconds: Int64 = 1_000

    private static func refusal(_ milliseconds: Int64) -> RefreshFailure {
        RefreshFailure(unavailable: .paced, retryAfterMilliseconds: milliseconds)
    }

    /// Rounded up: a moment too late, never one too early.
    private static func milliseconds(_ nanoseconds: UInt64) -> Int64 { Int64((nanoseconds + 999_999) / 1_000_000) }

    private func nanoseconds() -> UInt64 { UInt64(max(0, clock.monotonicMilliseconds())) * 1_000_000 }

    /// Another configuration's limits begin anew; who is inside stays counted.
    private func line<Result>(of provider: ProviderSettings, _ body: (inout Line) -> Result) -> Result {
        lines.withLock { lines in
            let limits = provider.limits
            var line =
                lines[provider.name]
                ?? Line(limits: limits, pace: ProviderPace(limits), seats: Seats(limits.inFlight))
            if line.limits != limits {
                line.limits = limits
                line.pace = ProviderPace(limits)
                line.seats.setCount(limits.inFlight)
            }
            defer { lines[provider.name] = line }
            return body(&line)
        }
    }
}
