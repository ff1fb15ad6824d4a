/// What the simulator decided about one request; the log's word for it.
enum Verdict: String, CaseIterable, Sendable {
    /// A new generation was issued.
    case refreshed
    /// An access token was issued, the refresh token stays (rule `none`).
    case kept
    /// The predecessor came back within its grace and got the same answer again.
    case grace
    /// An old generation came back and was refused.
    case stale
    /// An old generation came back and killed the lineage (rule `family`).
    case familyKilled = "family_killed"
    /// The lineage was dead before this request.
    case dead
    /// The refresh token has just been found too old.
    case expired
    case unknownToken = "unknown_token"
    case invalidScope = "invalid_scope"
    case invalidClient = "invalid_client"
    /// The proof of possession was missing or wrong.
    case badProof = "bad_proof"
    /// The proof had not the nonce that is wanted.
    case nonceWanted = "nonce_wanted"
    /// The refresh token is bound to another key.
    case otherKey = "other_key"
    case malformed
    case unsupportedGrantType = "unsupported_grant_type"
    /// The revocation ended a lineage.
    case revoked
    /// The revocation ended one access token.
    case revokedAccessToken = "revoked_access_token"
    /// The revocation found nothing alive, which RFC 7009 §2.2 answers with 200 too.
    case nothingToRevoke = "nothing_to_revoke"
    /// A document was served.
    case served
}
