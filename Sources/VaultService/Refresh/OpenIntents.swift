import Synchronization
import VaultCore

/// The intents whose answers were lost and that the rotation rule allows to try again, with the time of the first try:
/// a later try must not make a grace window begin anew. The store holds the same; this is its copy for the refreshes.
final class OpenIntents: Sendable {
    private let intents = Mutex<[GrantID: RefreshIntent]>([:])

    /// - Returns: the intent of this very generation.
    func intent(of grant: GrantID, _ generation: Generation) -> RefreshIntent? {
        intents.withLock { $0[grant] }.flatMap { $0.generation == generation ? $0 : nil }
    }

    func remember(_ intent: RefreshIntent) { intents.withLock { $0[intent.grant] = intent } }

    func forget(_ grant: GrantID) { intents.withLock { $0[grant] = nil } }

    var count: Int { intents.withLock { $0.count } }
}
