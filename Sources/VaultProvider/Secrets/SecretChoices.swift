import Synchronization
import VaultCore

/// Which of its several client secrets each provider accepts, as far as that is known: learnt by `SecretSearch`, believed for a
/// minute, and gone when the entry changes or the provider refuses.
final class SecretChoices: Sendable {
    /// How long a secret is believed to be accepted: so long, at most, live tokens may be sent with one that has ended.
    static let lifeMilliseconds: Int64 = 60_000

    private struct Known {
        let entry: ProviderSettings
        var secret: Secret?
        var learntAt: Int64
        var noticesWrong: Bool
    }

    private let known = Mutex<[ProviderName: Known]>([:])
    private let clock: any WallClock

    init(clock: any WallClock) { self.clock = clock }

    /// Nil where it has to be learnt.
    func current(of entry: ProviderSettings) -> Secret? {
        let now = clock.monotonicMilliseconds()
        return known.withLock { known in
            guard let known = known[entry.name], known.entry == entry, now - known.learntAt < Self.lifeMilliseconds
            else {
                return nil
            }
            return known.secret
        }
    }

    /// The one that was accepted last, whenever that was, and whether the provider notices a wrong one.
    func last(of entry: ProviderSettings) -> (secret: Secret?, noticesWrong: Bool) {
        known.withLock { known in
            guard let known = known[entry.name], known.entry == entry else { return (nil, false) }
            return (known.secret, known.noticesWrong)
        }
    }

    func learn(_ secret: Secret, of entry: ProviderSettings, noticesWrong: Bool) {
        let now = clock.monotonicMilliseconds()
        known.withLock {
            $0[entry.name] = Known(entry: entry, secret: secret, learntAt: now, noticesWrong: noticesWrong)
        }
    }

    /// The provider has refused it. That it notices stays known.
    func forget(_ entry: ProviderSettings) { known.withLock { $0[entry.name]?.secret = nil } }

    func forgetAll() { known.withLock { $0 = [:] } }
}
