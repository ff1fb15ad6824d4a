import VaultCore

extension RefreshedTokens {
    /// Longer than any provider's tokens live; a larger number is a fault or a way to say "never".
    private static let longestLife: Int64 = 366 * 24 * 3600
    private static let longestRefreshLife: Int64 = 20 * 366 * 24 * 3600

    /// Nil where a token breaks a rule; other members that are odd fall back to what the provider's entry says, because
    /// to throw the answer away would lose a refresh token that has been replaced.
    init?(_ members: any AnswerMembers, _ shape: AnswerShape) {
        guard let accessToken = Self.token("access_token", members) else { return nil }
        var refreshToken: Secret?
        if members.isPresent("refresh_token") {
            refreshToken = Self.token("refresh_token", members)
            guard refreshToken != nil else { return nil }
        }
        self.init(
            accessToken: accessToken,
            // In whatever case (RFC 6749 §5.1); a word that is not known was always taken for the usual one.
            type: members.text("token_type")?.lowercased() == "dpop" ? .dpop : .bearer,
            expiresInSeconds: Self.life("expires_in", members, atMost: Self.longestLife) ?? shape.defaultExpiresIn,
            refreshToken: refreshToken,
            refreshTokenExpiresInSeconds: Self.refreshLife(members), scopes: Self.scopes(members, shape),
            identity: IdentityToken.pin(members.secret("id_token", atMost: 64 << 10)))
        named = SubjectPin(sub: members.text("sub"), tenant: members.text("tid"))
    }

    /// `1*VSCHAR` (RFC 6749 Appendix A.12 and A.17) within our cap; anything else could end a header line elsewhere.
    private static func token(_ name: String, _ members: any AnswerMembers) -> Secret? {
        guard let token = members.secret(name, atMost: Limits.tokenBytes), token.count > 0 else { return nil }
        return token.withBytes { $0.allSatisfy { 0x20...0x7E ~= $0 } } ? token : nil
    }

    /// Nil for none, zero, a negative number, a fraction, or a text that is not digits alone.
    private static func life(_ name: String, _ members: any AnswerMembers, atMost cap: Int64) -> Int64? {
        guard let seconds = members.integer(name), seconds > 0 else { return nil }
        return min(seconds, cap)
    }

    /// `refresh_token_expires_in` (GitHub) or `refresh_expires_in` (Keycloak, where 0 says "does not expire").
    private static func refreshLife(_ members: any AnswerMembers) -> Int64? {
        life("refresh_token_expires_in", members, atMost: longestRefreshLife)
            ?? life("refresh_expires_in", members, atMost: longestRefreshLife)
    }

    /// Separated as the entry says; elsewhere by spaces (RFC 6749 §3.3), or as some write it all the same: with commas, as a
    /// list, or under the name `scopes`.
    private static func scopes(_ members: any AnswerMembers, _ shape: AnswerShape) -> ScopeSet? {
        for name in ["scope", "scopes"] {
            if let list = members.texts(name) { return try? ScopeSet(list) }
            guard let text = members.text(name), !text.isEmpty else { continue }
            let (comma, space) = (UInt8(ascii: ","), UInt8(ascii: " "))
            let isList =
                shape.scopeSeparator == .comma || text.utf8.contains(comma) && !text.utf8.contains(space)
            guard isList else { return try? ScopeSet(spaceSeparated: text) }
            return try? ScopeSet(text.utf8.split { $0 == space || $0 == comma }.map { String(Substring($0)) })
        }
        return nil
    }
}
