/// How one lineage behaves; fixed at its mint, so that one simulator plays several providers at once.
struct LineageRules: Equatable, Sendable {
    var rotation: RotationRule = .rotate
    var narrowing: NarrowingRule = .perToken
    var accessTokenSeconds = 3600
    /// Absent: refresh tokens do not expire, and answers carry no `refresh_token_expires_in`.
    var refreshTokenSeconds: Int?
    var accessTokenBytes = 64
    var refreshTokenBytes = 64
    /// Whether answers carry an `id_token`.
    var sendsIDToken = false
    /// Whether a refresh ends the access tokens before it, although they have not expired.
    var hasSingleAccessToken = false
}
