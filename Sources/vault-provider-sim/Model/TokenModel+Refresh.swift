extension TokenModel {
    /// One refresh, RFC 6749 §6, by the rules of the token's lineage. A refused scope spends no token.
    mutating func refresh(
        _ text: String, scope asked: [String]?, _ binding: KeyBinding = .none, at now: Int64
    ) -> RefreshOutcome {
        guard let place = place(of: text), let lineage = lineages[place.lineage] else {
            return .refused(.invalidGrant, .unknownToken)
        }
        let isOld = place.generation < lineage.generation
        if isOld { update(place.lineage) { $0.oldPresentedCount += 1 } }
        guard lineage.fate == .alive else { return .refused(.invalidGrant, .dead) }
        if let key = lineage.keyThumbprint, key != binding.thumbprint { return .refused(.invalidGrant, .otherKey) }
        if isOld, !lineage.accepts(old: place.generation) { return presentOld(place, of: lineage, at: now) }
        if let expiry = lineage.current.expiresAt, expiry <= now {
            end(lineage.id, as: .expired)
            return .refused(.invalidGrant, .expired)
        }
        guard let scopes = lineage.scopes(for: asked) else { return .refused(.invalidScope, .invalidScope) }
        return replace(lineage, scopes: scopes, binding, at: now)
    }

    /// Whether a refresh would not be refused for the token's sake; nothing changes.
    func wouldTake(_ text: String, at now: Int64) -> Bool {
        guard let place = place(of: text), let lineage = lineages[place.lineage], lineage.fate == .alive else {
            return false
        }
        if place.generation < lineage.generation, !lineage.accepts(old: place.generation) { return false }
        return lineage.current.expiresAt.map { $0 > now } ?? true
    }

    private mutating func replace(
        _ lineage: Lineage, scopes: [String], _ binding: KeyBinding, at now: Int64
    ) -> RefreshOutcome {
        update(lineage.id) {
            $0.refreshCount += 1
            if binding.coversRefreshToken { $0.keyThumbprint = binding.thumbprint }
            if $0.rules.narrowing == .lineage { $0.scopes = scopes }
        }
        if lineage.rules.hasSingleAccessToken { forgetAccessTokens(of: lineage.id) }
        switch lineage.rules.rotation {
        case .none:
            return .issued(issue(from: lineage.id, scopes: scopes, binding, at: now), .kept)
        case .rotate, .grace, .overlap, .untilUsed, .family:
            rotate(lineage.id, at: now)
            let tokens = issue(from: lineage.id, scopes: scopes, binding, at: now)
            update(lineage.id) { $0.replacement = Lineage.Replacement(at: now, tokens: tokens) }
            return .issued(tokens, .refreshed)
        }
    }

    private mutating func presentOld(_ place: Place, of lineage: Lineage, at now: Int64) -> RefreshOutcome {
        switch lineage.rules.rotation {
        case .none, .rotate, .overlap, .untilUsed:
            return .refused(.invalidGrant, .stale)
        case .family:
            end(lineage.id, as: .reused)
            return .refused(.invalidGrant, .familyKilled)
        case .grace(let seconds):
            guard let last = lineage.replacement, place.generation == lineage.generation - 1,
                now - last.at < Int64(seconds) * 1000
            else { return .refused(.invalidGrant, .stale) }
            return .issued(last.tokens, .grace)
        }
    }
}
