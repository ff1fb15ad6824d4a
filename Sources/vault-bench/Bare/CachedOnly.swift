import VaultCore
import VaultServer
import VaultWire

/// Refuses what is not answered from memory.
struct CachedOnly: RequestAnswering {
    func answer(_ call: IncomingCall, from caller: Caller, under policy: Policy) async -> Result<Reply, WireError> {
        .failure(WireError(.internal(reason: "only cached tokens are served here")))
    }
}
