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

    /// Closes all: the configuration has changed, and with it perhaps what was wrong.
    func reset() { breakers.withLock { $0 = [:] } }

    /// - Returns: nil when the provider may be asked; `take` must then be told what became of it.
    func refusal(of provider: ProviderName) -> RefreshFailure? {
        let now = clock.monotonicMilliseconds()
        let refusal = breakers.withLock { $0[provider, default: Breaker()].refusal(at: now) }
        return refusal.map { RefreshFailure(refusedBy: $0.cause, retryAfter: $0.retryAfterMilliseconds, provider) }
    }

    func take(_ report: Breaker.Report, of provider: ProviderName) {
        let now = clock.monotonicMilliseconds()
        let jitter = UInt64.random(in: .min ... .max)
        breakers.withLock { $0[provider, default: Breaker()].take(report, at: now, jitter: jitter) }
    }
}
