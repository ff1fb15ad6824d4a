import Synchronization
import VaultCore

/// What a provider has just said about a grant that asking again would only hear again: that the user must consent or sign in, that
/// a policy forbids it, or when to come back. Kept for a short while, for that generation, and told without asking.
final class RecentRefusals: Sendable {
    private struct Key: Hashable {
        let grant: GrantID
        let scopes: ScopeSet?
    }

    private struct Entry {
        let generation: Generation
        let failure: RefreshFailure
        let times: Int
        /// Monotonic milliseconds.
        let until: Int64
        /// Whether until is what the provider itself asked for.
        let isHint: Bool
    }

    /// Beyond it any is forgotten, which costs a request.
    private static let capacity = 10_000
    private static let backOff = BackOff(
        floorMilliseconds: 15_000, baseMilliseconds: 30_000, capMilliseconds: 600_000)

    private let entries = Mutex<[Key: Entry]>([:])
    private let clock: any WallClock

    init(clock: any WallClock) { self.clock = clock }

    var count: Int { entries.withLock { $0.count } }

    /// - Parameter fresh: whoever insists is asked for again, unless the provider has said when to come back.
    func refusal(of grant: Grant, _ scopes: ScopeSet?, fresh: Bool) -> RefreshFailure? {
        let now = clock.monotonicMilliseconds()
        let entry = entries.withLock { $0[Key(grant: grant.id, scopes: scopes)] }
        guard let entry, entry.generation == grant.generation, now < entry.until else { return nil }
        guard entry.isHint else { return fresh ? nil : entry.failure }
        return RefreshFailure(unavailable: .rateLimited, retryAfterMilliseconds: entry.until - now)
    }

    /// Remembers what is worth it, and forgets what was there before.
    func note(_ outcome: RefreshOutcome, of grant: Grant, _ scopes: ScopeSet?) {
        let key = Key(grant: grant.id, scopes: scopes)
        let now = clock.monotonicMilliseconds()
        entries.withLock { entries in
            let times = (entries[key].flatMap { $0.generation == grant.generation ? $0.times : nil } ?? 0) + 1
            guard let wait = Self.wait(after: outcome, times) else {
                entries[key] = nil
                return
            }
            if entries.count >= Self.capacity, let any = entries.keys.first { entries[any] = nil }
            entries[key] = Entry(
                generation: grant.generation, failure: RefreshFailure(outcome, grant.provider), times: times,
                until: now + wait.milliseconds, isHint: wait.isHint)
        }
    }

    func removeAll() { entries.withLock { $0 = [:] } }

    /// Nil for an outcome that says nothing about the next time.
    private static func wait(after outcome: RefreshOutcome, _ times: Int) -> (milliseconds: Int64, isHint: Bool)? {
        switch outcome {
        case .stepUp, .consentRequired, .blockedByPolicy:
            (backOff.milliseconds(after: times, jitter: .random(in: .min ... .max)), false)
        case .transient(.rateLimited, let seconds?): (RefreshFailure.milliseconds(seconds), true)
        case .refreshed, .refused, .clientFault, .transient, .unknown: nil
        }
    }
}
