/// What the watcher looks for in the audit log; the same as the detection rules in Docs/detections.
package enum AlertRule: String, CaseIterable, Hashable, Sendable {
    /// A refresh token or a session's handle came back after it was replaced.
    case refreshTokenReuse = "refresh_token_reuse"
    /// A client got a token of a provider for the first time.
    case firstUse = "first_use"
    /// One client takes more tokens than usual.
    case tokenBurst = "token_burst"
    /// One client is refused again and again.
    case deniedEscalation = "denied_escalation"
    /// The answer with a grant's next refresh token was lost.
    case lostRotation = "lost_rotation"
    /// Many grants or sessions end at once.
    case massRevocation = "mass_revocation"
    /// The vault was sealed, unsealed or given another seal key when nobody works.
    case sealOddHours = "seal_odd_hours"
    /// The vault itself says that something is severe.
    case severe
}
