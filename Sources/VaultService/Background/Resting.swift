import Synchronization
import VaultCore

/// What work of the vault's own leaves alone for a while after it did not succeed: a provider whose fault it was, else the grant. One
/// grant that its provider refuses for a reason of its own keeps nothing from the others.
final class Resting: Sendable {
    private static let providerMilliseconds: Int64 = 300_000
    private static let grantMilliseconds: Int64 = 3_600_000
    /// Beyond so many that rest, grants are tried again before their time.
    private static let mostGrants = 4_096

    /// On the clock of intervals.
    private struct Ends {
        var providers: [ProviderName: Int64] = [:]
        var grants: [GrantID: Int64] = [:]
    }

    private let clock: any WallClock
    private let ends = Mutex(Ends())

    init(_ clock: any WallClock) { self.clock = clock }

    func note(_ failure: RefreshFailure, of grant: Grant) {
        if case .sealed = failure.error { return }
        let now = clock.monotonicMilliseconds()
        ends.withLock { ends in
            if failure.mayServeCached {
                ends.providers[grant.provider] = now + Self.providerMilliseconds
                return
            }
            if ends.grants.count >= Self.mostGrants { ends.grants = ends.grants.filter { $0.value > now } }
            if ends.grants.count >= Self.mostGrants { ends.grants = [:] }
            ends.grants[grant.id] = now + Self.grantMilliseconds
        }
    }

    func rests(_ provider: ProviderName) -> Bool {
        let now = clock.monotonicMilliseconds()
        return now < ends.withLock { $0.providers[provider] ?? .min }
    }

    func rests(_ grant: GrantID) -> Bool {
        let now = clock.monotonicMilliseconds()
        return now < ends.withLock { $0.grants[grant] ?? .min }
    }
}

extension GrantID {
    /// The same each time, and far from that of the next id: multiplication by an odd number spreads neighbours.
    var jitter: UInt64 { UInt64(bitPattern: rawValue) &* 0x9E37_79B9_7F4A_7C15 >> 32 }
}
