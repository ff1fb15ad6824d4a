import VaultCore

/// A generation about to be sent, with its intent committed.
struct RefreshAttempt: Sendable {
    let lineage: StoredLineage
    let provider: ProviderSettings
    let refreshToken: Secret
    let proofKey: ProofKey?
    let intent: RefreshIntent
    /// Where the token will be found in memory.
    let place: CachePlace
    /// An earlier request with this generation had no answer.
    var hasLostAnswer: Bool
    var isSecondTry = false

    var grant: Grant { lineage.grant }

    /// - Parameter stored: the generation that the store holds now.
    func situation(stored: Generation?, at now: Timestamp) -> RefreshSituation {
        RefreshSituation(
            sent: grant.generation, stored: stored, rotation: provider.rotation, pin: grant.pin,
            intentAt: intent.startedAt, now: now, hasLostAnswer: hasLostAnswer, isSecondTry: isSecondTry)
    }
}
