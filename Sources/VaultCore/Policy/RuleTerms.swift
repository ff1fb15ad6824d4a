/// What a rule demands and caps beside who, what and whose; the empty one neither.
package struct RuleTerms: Hashable, Sendable {
    /// What the client may have at most; nil for all that the grant has.
    package var scopes: ScopeSet?
    /// Whether a full token may stand in where the provider cannot narrow one to these scopes.
    package var givesFullToken: Bool
    /// The life that a token may have left when it is handed out, at most.
    package var maximumLifeSeconds: Int64?
    /// The sign-in that a grant must have come of.
    package var signIn: SignInTerms
    /// Whether the call must be made in a live session of the grant's subject.
    package var requiresSession: Bool
    /// Of each of these lists, the session in which the call is made must have one role; empty asks nothing.
    package var requiredRoles: [[Role]]

    package static let none = RuleTerms()

    package init(
        scopes: ScopeSet? = nil, givesFullToken: Bool = false, maximumLifeSeconds: Int64? = nil,
        signIn: SignInTerms = .none, requiresSession: Bool = false, requiredRoles: [[Role]] = []
    ) {
        self.scopes = scopes
        self.givesFullToken = givesFullToken
        self.maximumLifeSeconds = maximumLifeSeconds
        self.signIn = signIn
        self.requiresSession = requiresSession
        self.requiredRoles = requiredRoles
    }

    package var isEmpty: Bool { self == .none }

    /// What both allow: the terms of a call that stands under two of them.
    package func narrowed(by other: RuleTerms) -> RuleTerms {
        let ceilings = [scopes, other.scopes].compactMap(\.self)
        let lives = [maximumLifeSeconds, other.maximumLifeSeconds].compactMap(\.self)
        return RuleTerms(
            scopes: ceilings.first.map { first in ceilings.dropFirst().reduce(first) { $0.intersection($1) } },
            givesFullToken: !ceilings.isEmpty && letsFullTokenPass && other.letsFullTokenPass,
            maximumLifeSeconds: lives.min(), signIn: signIn.narrowed(by: other.signIn),
            requiresSession: requiresSession || other.requiresSession,
            requiredRoles: requiredRoles + other.requiredRoles.filter { !requiredRoles.contains($0) })
    }

    /// Terms without a ceiling of scopes have nothing against a full token.
    private var letsFullTokenPass: Bool { scopes == nil || givesFullToken }

    /// Which token of a grant answers a call.
    package enum TokenChoice: Equatable, Sendable {
        /// For all that the grant has.
        case full
        /// For these scopes only; never empty.
        case narrowed(ScopeSet)
    }

    /// - Parameters:
    ///   - asked: what the call asks for; nil or empty for all that it may have.
    ///   - granted: what the grant has.
    /// - Throws: `VaultError.scopeExceeded` with the scopes that the caller may not have.
    package func choice(
        asked: ScopeSet?, granted: ScopeSet, narrowing: NarrowingRule
    ) throws(VaultError) -> TokenChoice {
        if scopes != nil, granted.isEmpty, !givesFullToken {
            throw .permissionDenied(
                reason:
                    "the grant names no scopes, so that nobody can tell whether its token keeps within those of the policy"
            )
        }
        let allowed = scopes.map(granted.intersection) ?? granted
        let asked = asked.flatMap { $0.isEmpty ? nil : $0 }
        if let asked {
            let beyond = asked.missing(from: allowed)
            if !beyond.isEmpty { throw .scopeExceeded(scopes: beyond) }
        }
        let wanted = asked ?? allowed
        if wanted == granted { return .full }
        if narrowing == .perToken, !wanted.isEmpty { return .narrowed(wanted) }
        let beyond = granted.missing(from: allowed)
        guard beyond.isEmpty || givesFullToken else { throw .scopeExceeded(scopes: beyond) }
        return .full
    }

    /// The last look at a token before it is handed out: providers mint what they like.
    ///
    /// - Throws: `VaultError.scopeExceeded` where it is good for more than was chosen, `.permissionDenied` where it lives too
    ///   long.
    package func check(_ token: IssuedToken, _ choice: TokenChoice, now: Timestamp) throws(VaultError) {
        let most: ScopeSet? =
            switch choice {
            case .narrowed(let chosen): chosen
            case .full: givesFullToken ? nil : scopes
            }
        if let most {
            let beyond = token.scopes.missing(from: most)
            if !beyond.isEmpty { throw .scopeExceeded(scopes: beyond) }
        }
        if let limit = maximumLifeSeconds, token.expiresAt.seconds(since: now) > limit {
            throw .permissionDenied(
                reason: "the token lives longer than the \(limit) s that the policy lets this client have")
        }
    }
}
