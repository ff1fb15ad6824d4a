import Synchronization
import VaultCore

/// Providers at which work of the vault's own did not succeed: they are left alone for a while.
final class RestingProviders: Sendable {
    private static let milliseconds: Int64 = 300_000
    /// On the clock of intervals.
    private let ends = Mutex<[ProviderName: Int64]>([:])

    func rest(_ provider: ProviderName, _ clock: any WallClock) {
        let end = clock.monotonicMilliseconds() + Self.milliseconds
        ends.withLock { $0[provider] = end }
    }

    func isResting(_ provider: ProviderName, _ clock: any WallClock) -> Bool {
        clock.monotonicMilliseconds() < ends.withLock { $0[provider] ?? .min }
    }
}

extension GrantID {
    /// The same each time, and far from that of the next id: multiplication by an odd number spreads neighbours.
    var jitter: UInt64 { UInt64(bitPattern: rawValue) &* 0x9E37_79B9_7F4A_7C15 >> 32 }
}
