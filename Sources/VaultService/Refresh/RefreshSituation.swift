import VaultCore

/// All that is known when an answer of the provider, or the lack of one, is to be judged.
struct RefreshSituation {
    let sent: Generation
    /// What the store holds now; nil when the grant is gone.
    let stored: Generation?
    let rotation: RotationRule
    let pin: SubjectPin
    /// When this generation was first sent without an answer coming back, or else when it was sent now.
    let intentAt: Timestamp
    let now: Timestamp
    /// An earlier request with this generation had no answer: it may have rotated the token.
    let hasLostAnswer: Bool
    /// This flight has sent the token twice already.
    let isSecondTry: Bool
}
