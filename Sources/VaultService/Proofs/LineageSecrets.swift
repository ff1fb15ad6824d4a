import VaultCore

/// What of a lineage goes into a refresh, in clear for as long as that takes.
struct LineageSecrets: Sendable {
    let refreshToken: Secret
    /// Nil where the provider is asked without.
    let proofKey: ProofKey?
    /// The same, sealed, where it was made just now and the store has none.
    let newProofKey: SealedSecret?
}
