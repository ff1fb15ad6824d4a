import Synchronization
import VaultCore
import VaultSocket

/// Who is connected, asked of the loops, a few connections at a time: between two slices a loop serves whoever waits.
final class ConnectedPeers: Sendable {
    private let homes = Mutex<@Sendable () -> [Home]>({ [] })

    /// From now on these are asked; the closure must not keep them, who keep this.
    func ask(_ homes: @escaping @Sendable () -> [Home]) {
        self.homes.withLock { $0 = homes }
    }

    /// Everyone who was connected all the while, and perhaps some who came or went meanwhile.
    func list() async -> [ConnectedClient] {
        var found: [ConnectedClient] = []
        for home in homes.withLock({ $0() }) { found += await Self.list(home) }
        return found
    }

    private static func list(_ home: Home) async -> [ConnectedClient] {
        var found: [Registration: ConnectedClient] = [:]
        var end = Int.max
        while end > 0 {
            let below = end
            let slice = await withCheckedContinuation { continuation in
                let taken = home.loop.run {
                    continuation.resume(returning: home.reactor.valueIfCurrent?.peers(below: below))
                }
                // A loop that has ended has no connections any more.
                if !taken { continuation.resume(returning: nil) }
            }
            guard let slice else { break }
            found.merge(slice.peers) { first, _ in first }
            end = slice.start
        }
        return Array(found.values)
    }
}
