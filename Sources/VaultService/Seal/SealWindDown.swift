import Synchronization

/// The time between the closing of the gate and the wiping of the keys, in which the answers of providers that were asked
/// before are committed. Nobody is asked anything new in it, and nobody unseals.
final class SealWindDown: Sendable {
    /// The least that is waited at most; longer where a provider has longer for its answer.
    static let shortestLimit: Int64 = 10_000

    private let refresher: Refresher
    private let pause: Pause
    /// How long the slowest provider has for its answer, in milliseconds.
    private let deadline: @Sendable () -> Int64
    /// Lands when there is nothing more to wait for; nil while no sealing is under way.
    private let end = Mutex<Flight<Void>?>(nil)

    init(_ refresher: Refresher, deadline: @escaping @Sendable () -> Int64, pause: @escaping Pause) {
        self.refresher = refresher
        self.deadline = deadline
        self.pause = pause
    }

    var isUnderWay: Bool { end.withLock { $0 != nil } }

    /// To be called with the gate closed.
    func begin() {
        refresher.pause()
        end.withLock { $0 = Flight<Void>() }
    }

    /// - Parameter wipe: done before anyone may unseal again; at once where nothing is under way.
    func finish(cuts: Bool, _ wipe: () -> Void) async {
        guard let end = end.withLock(\.self) else { return wipe() }
        if cuts { end.land(()) }
        let idle = Task { [refresher] in
            await refresher.idle()
            end.land(())
        }
        let limit = max(Self.shortestLimit, deadline())
        let timer = Task { [pause] in
            await pause(limit)
            end.land(())
        }
        _ = await end.landing()
        timer.cancel()
        idle.cancel()
        self.end.withLock { current in
            wipe()
            // Whoever comes later finds another sealing, or none.
            if current === end { current = nil }
        }
    }
}
