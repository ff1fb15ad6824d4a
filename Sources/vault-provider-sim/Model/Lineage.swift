/// One grant as the provider sees it: a line of refresh tokens, of which exactly one is current.
struct Lineage: Sendable {
    /// The answer that replaced the generation before the current one; repeated under the rule `grace`.
    struct Replacement: Sendable {
        let at: Int64
        let tokens: IssuedTokens
    }

    let id: Int
    let subject: String
    let account: String?
    let rules: LineageRules
    var identity: Identity
    /// What a refresh may ask for; shrinks for good under the narrowing rule `lineage`.
    var scopes: [String]
    var generation = 1
    var current: RefreshToken
    /// Of the key that its refresh tokens are good with; nil: with any.
    var keyThumbprint: String?
    var replacement: Replacement?
    var fate: LineageFate = .alive
    var refreshCount = 0
    /// The newest generation of which an access token was used.
    var usedGeneration = 0
    /// How often a refresh token older than the current one was presented.
    var oldPresentedCount = 0
    /// Texts of the access tokens issued, oldest first; a slice, because it loses its front one by one.
    var accessTokens: ArraySlice<String> = []

    /// Whether a refresh token older than the current one is as good as that one.
    func accepts(old generation: Int) -> Bool {
        switch rules.rotation {
        case .overlap: true
        case .untilUsed: usedGeneration <= generation
        case .none, .rotate, .grace, .family: false
        }
    }

    /// The scopes that a refresh gets for what it asked, or nil when it asked for more than there is.
    func scopes(for asked: [String]?) -> [String]? {
        guard let asked, rules.narrowing != .ignored else { return scopes }
        return asked.allSatisfy(scopes.contains) ? asked : nil
    }
}
