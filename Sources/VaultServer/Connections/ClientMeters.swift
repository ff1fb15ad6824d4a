import Synchronization
import VaultCore

/// The meters of the clients that have limits; a reload that does not change a client's limits does not give it anew what
/// it has used up.
final class ClientMeters: Sendable {
    private let meters = Mutex<[ClientName: ClientMeter]>([:])

    init() {}

    func replace(_ limits: [ClientName: ClientLimits]) {
        meters.withLock { meters in
            let old = meters
            meters = limits.filter { $0.value != .none }.reduce(into: [:]) { new, client in
                let kept = old[client.key].flatMap { $0.limits == client.value ? $0 : nil }
                new[client.key] = kept ?? ClientMeter(client.value)
            }
        }
    }

    /// nil for a client without limits, and for who is none.
    func meter(of client: ClientName?) -> ClientMeter? {
        guard let client else { return nil }
        return meters.withLock { $0[client] }
    }
}
