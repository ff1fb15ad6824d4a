import Synchronization
import VaultCore

/// Runs the refreshes: one at a time per grant and asked scopes, everyone else waits for its outcome (DESIGN §6.1).
package final class Refresher: Sendable {
    private struct Key: Hashable {
        let grant: GrantID
        let scopes: ScopeSet?
    }

    private let context: ServiceContext
    private let order: GrantOrder
    private let flights = SingleFlight<Key, RefreshResult>()
    private let isStopping = Atomic(false)
    private let isPaused = Atomic(false)

    init(_ context: ServiceContext, order: GrantOrder) {
        self.context = context
        self.order = order
    }

    /// From now on no provider is asked any more; who is on the way there is let finish.
    package func stop() { isStopping.store(true, ordering: .releasing) }

    /// The same until `resume`, for a vault that is being sealed.
    func pause() { isPaused.store(true, ordering: .sequentiallyConsistent) }

    func resume() { isPaused.store(false, ordering: .sequentiallyConsistent) }

    /// Returns when no refresh is under way.
    package func idle() async { await flights.idle() }

    /// Why no provider is asked now.
    private var refusal: RefreshFailure? {
        if isPaused.load(ordering: .sequentiallyConsistent) { return RefreshFailure(.sealed) }
        return isStopping.load(ordering: .acquiring) ? RefreshFailure(unavailable: .shuttingDown) : nil
    }

    /// How many wait for a refresh of this grant.
    func waiting(_ grant: Grant, scopes: ScopeSet?) -> Int {
        let key = Key(grant: grant.id, scopes: scopes)
        return flights.aboard(key) + flights.waitingAboard(key)
    }

    /// - Parameters:
    ///   - scopes: nil for the grant's full token.
    ///   - need: with `fresh`, a refresh that has asked the provider already will not do.
    /// - Returns: nil when the caller was cancelled; the refresh goes on.
    func refresh(_ grant: Grant, scopes: ScopeSet?, _ need: TokenNeed, _ origin: Origin) async -> RefreshResult? {
        let flow = RefreshFlow(context: context, grant: grant, scopes: scopes, need: need, origin: origin) {
            self.refusal
        }
        return await flights.outcome(of: Key(grant: grant.id, scopes: scopes), fresh: need.fresh) { [order] flight in
            await order.inTurn(of: grant.key) {
                let result = await flow.run(fresh: flight.begin())
                // Within the turn: whoever is next may put another lineage, or reject this very token, and then ask.
                flight.close()
                return result
            }
        }
    }
}
