/// Every lineage and token of the simulated provider; a pure value that the time is handed to.
struct TokenModel: Sendable {
    /// Where a refresh token stands; kept for old generations too, for only so can their reuse be seen.
    struct Place: Equatable, Sendable {
        let lineage: Int
        let generation: Int
    }

    private(set) var lineages: [Int: Lineage] = [:]
    private var places: [String: Place] = [:]
    private var accessTokens: [String: (owner: Int, token: AccessToken)] = [:]
    private var nextID = 1

    /// A new lineage with its first pair of tokens.
    mutating func mint(_ request: MintRequest, at now: Int64) -> IssuedTokens {
        let id = nextID
        nextID += 1
        let first = newRefreshToken(request.rules, at: now)
        lineages[id] = Lineage(
            id: id, subject: request.subject, account: request.account, rules: request.rules,
            identity: request.identity, scopes: request.scopes, current: first,
            keyThumbprint: request.binding.coversRefreshToken ? request.binding.thumbprint : nil)
        places[first.text] = Place(lineage: id, generation: 1)
        return issue(from: id, scopes: request.scopes, request.binding, at: now)
    }

    /// Where a presented text stands, whether it is still good or not.
    func place(of refreshToken: String) -> Place? { places[refreshToken] }

    /// The lineage and the token behind a live access token.
    func access(_ text: String, at now: Int64) -> (Lineage, AccessToken)? {
        guard let (id, token) = accessTokens[text], now < token.expiresAt, let lineage = lineages[id] else {
            return nil
        }
        return (lineage, token)
    }

    /// Remembers that somebody came to an API with this access token.
    mutating func noteUse(of token: AccessToken, in lineage: Int) {
        update(lineage) { $0.usedGeneration = max($0.usedGeneration, token.generation) }
    }

    func lineageIDs(ofSubject subject: String) -> [Int] {
        lineages.values.filter { $0.subject == subject }.map(\.id).sorted()
    }

    // MARK: Steps of the rules

    mutating func update(_ id: Int, _ change: (inout Lineage) -> Void) {
        guard let index = lineages.index(forKey: id) else { return }
        change(&lineages.values[index])
    }

    /// Ends a lineage and every access token of it.
    mutating func end(_ id: Int, as fate: LineageFate) {
        forgetAccessTokens(of: id)
        update(id) { $0.fate = fate }
    }

    mutating func forgetAccessTokens(of id: Int) {
        for text in lineages[id]?.accessTokens ?? [] { accessTokens[text] = nil }
        update(id) { $0.accessTokens = [] }
    }

    /// Ends one access token; the lineage keeps its text until it would have expired.
    mutating func forgetAccessToken(_ text: String) -> Bool { accessTokens.removeValue(forKey: text) != nil }

    func liveAccessTokens(of id: Int, at now: Int64) -> Int {
        lineages[id]?.accessTokens.count { access($0, at: now) != nil } ?? 0
    }

    /// The next generation's refresh token takes the current one's place.
    mutating func rotate(_ id: Int, at now: Int64) {
        guard let lineage = lineages[id] else { return }
        let next = newRefreshToken(lineage.rules, at: now)
        places[next.text] = Place(lineage: id, generation: lineage.generation + 1)
        update(id) {
            $0.generation += 1
            $0.current = next
        }
    }

    /// One more access token from the current generation.
    mutating func issue(from id: Int, scopes: [String], _ binding: KeyBinding, at now: Int64) -> IssuedTokens {
        guard let lineage = lineages[id] else { preconditionFailure("tokens asked of a lineage that was never minted") }
        let token = AccessToken(
            text: TokenText.access(length: lineage.rules.accessTokenBytes), scopes: scopes,
            generation: lineage.generation, expiresAt: now + Int64(lineage.rules.accessTokenSeconds) * 1000,
            keyThumbprint: binding.thumbprint)
        forgetExpired(of: id, at: now)
        accessTokens[token.text] = (id, token)
        update(id) { $0.accessTokens.append(token.text) }
        return IssuedTokens(
            lineage: id, generation: lineage.generation, access: token, refresh: lineage.current,
            identity: lineage.identity)
    }

    /// Tokens of one lineage expire in the order of their issue, so only the front is looked at.
    private mutating func forgetExpired(of id: Int, at now: Int64) {
        while let oldest = lineages[id]?.accessTokens.first, access(oldest, at: now) == nil {
            accessTokens[oldest] = nil
            update(id) { $0.accessTokens.removeFirst() }
        }
    }

    private func newRefreshToken(_ rules: LineageRules, at now: Int64) -> RefreshToken {
        RefreshToken(
            text: TokenText.refresh(length: rules.refreshTokenBytes),
            expiresAt: rules.refreshTokenSeconds.map { now + Int64($0) * 1000 })
    }
}
