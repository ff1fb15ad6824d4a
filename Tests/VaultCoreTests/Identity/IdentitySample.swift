import Testing
import VaultCore
import VaultTestSupport

/// Rules and claims in few words.
enum IdentitySample {
    static func claims(_ values: [String: IdentityClaims.Value], sub: String? = "s-1") -> IdentityClaims {
        var claims = IdentityClaims()
        if let sub { claims["sub"] = .text(sub) }
        for (name, value) in values { claims[name] = value }
        return claims
    }

    static func mail(_ address: String, verified: IdentityClaims.Value? = .bool(true)) -> IdentityClaims {
        var claims = claims(["email": .text(address)])
        claims["email_verified"] = verified
        return claims
    }

    static func template(_ text: String = "user:default/{value}") throws -> SubjectTemplate {
        try SubjectTemplate(text)
    }

    static func only(_ names: String...) -> ProviderSelection { .only(names.map { Fixtures.providerName($0) }) }

    static func roles(_ words: String...) throws -> [Role] { try words.map { try Role($0) } }

    /// The subject, or the word of the refusal.
    static func answer(_ rules: [IdentityRule], _ claims: IdentityClaims, at provider: String = "acme") -> String {
        switch IdentityRules(rules: rules).resolve(claims, at: Fixtures.providerName(provider)).result {
        case .success(let found): found.subject.text
        case .failure(let reason): reason.rawValue
        }
    }

    /// Why the one rule passed the account by; nil where it did not.
    static func mismatch(_ rule: IdentityRule, _ claims: IdentityClaims, at provider: String = "acme")
        -> IdentityMismatch?
    {
        switch IdentityRules(rules: [rule]).resolve(claims, at: Fixtures.providerName(provider)).steps.first {
        case .passed(let mismatch): mismatch
        case .decided, .notAsked, nil: nil
        }
    }
}
