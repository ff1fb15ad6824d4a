package import VaultFetchWire

/// Carries requests to providers; the real one uses `vaultfetch`, the one in tests answers by itself.
package protocol Fetching: Sendable {
    func fetch(_ request: OutgoingRequest, in lane: FetchLaneKey) async -> FetchOutcome
    /// Why this lane's process could not start the last time, if it could not.
    func startFailure(in lane: FetchLaneKey) -> FetchStartFailure?
}
