/// One way from a provider's claims to a subject; it decides by what stands in it and in the claims alone.
package struct IdentityRule: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A claim is this text; nil: any plain name, which the template takes.
        case claim(String, value: String?, SubjectTemplate)
        /// The verified `email` is in one of these domains, to the letter; the template takes its local part.
        case mail(domains: Set<String>, SubjectTemplate)
        /// A claim stands in a list of identifiers, each with its subject.
        case table(claim: String, [[UInt8]: Subject])
        /// Whoever comes.
        case guest(Subject)
    }

    package var providers: ProviderSelection
    package var kind: Kind
    /// Of whomever it maps, beside those of groups.
    package var roles: [Role]
    /// Whether an account may be mapped to a subject that another account has.
    package var allowsSecondAccount: Bool

    package init(
        providers: ProviderSelection, _ kind: Kind, roles: [Role] = [], allowsSecondAccount: Bool = false
    ) {
        self.providers = providers
        self.kind = kind
        self.roles = roles
        self.allowsSecondAccount = allowsSecondAccount
    }

    /// What an account that this rule maps may do to what is remembered of accounts.
    package var linking: IdentityLinking {
        switch kind {
        case .claim, .mail: allowsSecondAccount ? .joins : .first
        // Somebody wrote down that this account is this subject.
        case .table: .assigned
        case .guest: .unremembered
        }
    }

    func subject(of claims: IdentityClaims, at provider: ProviderName) -> Result<Subject, IdentityMismatch> {
        guard providers.contains(provider) else { return .failure(.otherProvider) }
        switch kind {
        case .claim(let name, let value, let template): return Self.subject(claims, name, value, template)
        case .mail(let domains, let template): return Self.subject(claims, domains, template)
        case .table(let name, let subjects):
            guard let identifier = claims.identifier(name) else { return .failure(Self.lack(of: name, claims)) }
            return subjects[Array(identifier.utf8)].map { .success($0) } ?? .failure(.notInTable)
        case .guest(let subject): return .success(subject)
        }
    }

    private static func subject(
        _ claims: IdentityClaims, _ name: String, _ value: String?, _ template: SubjectTemplate
    ) -> Result<Subject, IdentityMismatch> {
        guard let identifier = claims.identifier(name) else { return .failure(lack(of: name, claims)) }
        if let value, !value.utf8.elementsEqual(identifier.utf8) { return .failure(.otherValue) }
        if let only = template.only { return .success(only) }
        return template.subject(of: identifier).map { .success($0) } ?? .failure(.notPlain)
    }

    private static func subject(
        _ claims: IdentityClaims, _ domains: Set<String>, _ template: SubjectTemplate
    ) -> Result<Subject, IdentityMismatch> {
        guard case .text(let text) = claims["email"] else { return .failure(lack(of: "email", claims)) }
        // Not "true", not 1: a provider that says it so has not said it (OpenID Connect Core §5.1).
        guard case .bool(true) = claims["email_verified"] else { return .failure(.mailNotVerified) }
        guard let address = MailAddress(text) else { return .failure(.mailNotPlain) }
        guard domains.contains(address.domain) else { return .failure(.otherDomain) }
        return template.subject(of: address.localPart).map { .success($0) } ?? .failure(.mailNotPlain)
    }

    /// Whether a later rule is about nobody that this one is not about already.
    package func hides(_ later: IdentityRule) -> Bool {
        guard providers.covers(later.providers) else { return false }
        return switch (kind, later.kind) {
        case (.guest, _): true
        case (.claim(let claim, let value?, _), .claim(let theirs, let other?, _)):
            claim.utf8.elementsEqual(theirs.utf8) && value.utf8.elementsEqual(other.utf8)
        case (.mail(let domains, _), .mail(let theirs, _)): domains.isSuperset(of: theirs)
        default: false
        }
    }

    private static func lack(of name: String, _ claims: IdentityClaims) -> IdentityMismatch {
        claims[name] == nil ? .claimMissing : .claimIsNoText
    }
}

/// Roles for whoever is in a group, as a claim names them.
package struct IdentityGroup: Hashable, Sendable {
    package var providers: ProviderSelection
    package var claim: String
    package var group: String
    package var roles: [Role]

    package init(providers: ProviderSelection, claim: String, group: String, roles: [Role]) {
        self.providers = providers
        self.claim = claim
        self.group = group
        self.roles = roles
    }

    func holds(_ claims: IdentityClaims, at provider: ProviderName) -> Bool {
        providers.contains(provider) && claims.names(group, in: claim)
    }
}

extension ProviderSelection {
    package func contains(_ provider: ProviderName) -> Bool {
        switch self {
        case .all: true
        case .only(let names): names.contains(provider)
        }
    }
}
