/// What one successful token request hands out.
struct IssuedTokens: Equatable, Sendable {
    let lineage: Int
    let generation: Int
    let access: AccessToken
    let refresh: RefreshToken
    let identity: Identity
}
