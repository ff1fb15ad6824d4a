/// What is counted of a client's calls for tokens, by day and provider; never whose tokens they were.
package enum ScopeUseKind: String, CaseIterable, Sendable {
    /// Calls that named scopes and got a token.
    case named
    /// Calls that named none, and got a token for all that they may have.
    case open
    /// Of `named`, those whose token was good for more than they named.
    case broader
    /// Of both, those whose token came without the names of its scopes.
    case nameless
    /// Calls, or scopes of calls, beyond what is told apart.
    case untold
    /// By scope: calls that named it and got a token with it.
    case used
    /// By scope: calls that named it and got no token with it, though the grant has it or a rule names it.
    case unmet
    /// By scope: tokens with it that calls got which named scopes.
    case carried
    /// By scope: tokens with it that calls got which named none.
    case openCarried = "open_carried"
    /// By scope: calls whose grant has it and whose token did not carry it. Where no narrower tokens are minted, a rule must allow
    /// all that a grant has.
    case held
    /// By scope: what this client handed on, as delegations that it made and as tokens that others got by them.
    case delegated

    package var isByScope: Bool {
        switch self {
        case .named, .open, .broader, .nameless, .untold: false
        case .used, .unmet, .carried, .openCarried, .held, .delegated: true
        }
    }
}

/// What one count is of.
package struct ScopeUseKey: Hashable, Sendable {
    package let client: ClientName
    /// nil only with `untold`, where there are more providers than are told apart.
    package let provider: ProviderName?
    package let kind: ScopeUseKind
    /// Empty for what is not counted by scope.
    package let scope: String

    package init(client: ClientName, provider: ProviderName?, kind: ScopeUseKind, scope: String = "") {
        self.client = client
        self.provider = provider
        self.kind = kind
        self.scope = scope
    }

    /// What is counted instead where there is no room for it.
    package var untold: ScopeUseKey { ScopeUseKey(client: client, provider: provider, kind: .untold) }
}

/// Counts of one day or of several.
package typealias ScopeCounts = [ScopeUseKey: Int64]

/// What is stored of some days.
package struct ScopeUses: Equatable, Sendable {
    /// When counting began; nil where nothing has been counted yet.
    package var recordedSince: Timestamp?
    package var counts: ScopeCounts

    package init(recordedSince: Timestamp? = nil, counts: ScopeCounts = [:]) {
        self.recordedSince = recordedSince
        self.counts = counts
    }

    /// Counts that are kept, in days; of those before, the report can say nothing.
    package static let keptDays: Int64 = 400
    /// Different scopes (and kinds) that are counted of one client at one provider on one day; more are `untold`.
    package static let scopesPerDay = 512
}

extension Timestamp {
    package static let daySeconds: Int64 = 86_400

    /// Whole days since 1970-01-01 UTC, never negative.
    package var day: Int64 { max(0, seconds / Self.daySeconds) }

    package init(day: Int64) { self.init(seconds: min(day, 100_000_000) * Self.daySeconds) }
}
