import Synchronization
package import VaultCore

/// The breakers of all providers.
package final class Breakers: Sendable {
    private let breakers = Mutex<[ProviderName: Breaker]>([:])
    private let clock: any WallClock

    init(clock: any WallClock) { self.clock = clock }

    package func state(of provider: ProviderName) -> Breaker.State {
        let now = clock.monotonicMilliseconds()
        return breakers.withLock { $0[provider]?.state(at: now) } ?? .closed
    }

    /// Why the provider is not to be asked now, without asking for leave.
    func standing(of provider: ProviderName) -> RefreshFailure? {
        let now = clock.monotonicMilliseconds()
        let standing = breakers.withLock { $0[provider]?.standing(at: now) }
        return standing.map { RefreshFailure(refusedBy: $0.cause, retryAfter: $0.retryAfterMilliseconds, provider) }
    }

    /// Closes all: the configuration has changed, and with it perhaps what was wrong.
    func reset() { breakers.withLock { $0 = [:] } }

    /// - Returns: nil when the provider may be asked; `take` must then be told what became of it.
    func refusal(of provider: ProviderName) -> RefreshFailure? {
        let now = clock.monotonicMilliseconds()
        let refusal = breakers.withLock { $0[provider, default: Breaker()].refusal(at: now) }
        return refusal.map { RefreshFailure(refusedBy: $0.cause, retryAfter: $0.retryAfterMilliseconds, provider) }
    }

    /// - Returns: what the report has changed for everybody, for the audit log.
    @discardableResult
    func take(_ report: Breaker.Report, of provider: ProviderName) -> Breaker.Change? {
        let now = clock.monotonicMilliseconds()
        let jitter = UInt64.random(in: .min ... .max)
        return breakers.withLock { breakers in
            let before = breakers[provider]?.state(at: now) ?? .closed
            breakers[provider, default: Breaker()].take(report, at: now, jitter: jitter)
            return Breaker.Change(from: before, to: breakers[provider]?.state(at: now) ?? .closed)
        }
    }
}
