/// Whether a lineage lives, and why it died.
enum LineageFate: String, CaseIterable, Sendable {
    case alive
    /// An administrator ended it (`/sim/kill`).
    case killed
    /// Its client ended it (RFC 7009).
    case revoked
    /// An old refresh token came back under the rule `family`.
    case reused
    /// Its refresh token came with wrong client credentials (`--burn-on-wrong-client`).
    case burnt
    /// Its refresh token outlived `refresh_token_ttl`.
    case expired
}
