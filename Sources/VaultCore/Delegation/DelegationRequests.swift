/// What `delegation.create` asks for.
package struct NewDelegation: Sendable {
    package var selector: GrantSelector
    package var client: ClientName
    /// nil: all that the creator may have.
    package var scopes: ScopeSet?
    package var givesFullToken: Bool
    package var expiry: Expiry
    /// nil: as often as wanted until it expires.
    package var maximumUses: Int64?
    package var purpose: Purpose?
    /// The handle of the session that it ends with, as it was sent.
    package var session: Secret?

    /// When it ends; it always does.
    package enum Expiry: Hashable, Sendable {
        case at(Timestamp)
        case after(seconds: Int64)
    }

    package init(
        selector: GrantSelector, client: ClientName, scopes: ScopeSet? = nil, givesFullToken: Bool = false,
        expiry: Expiry, maximumUses: Int64? = nil, purpose: Purpose? = nil, session: Secret? = nil
    ) {
        self.selector = selector
        self.client = client
        self.scopes = scopes
        self.givesFullToken = givesFullToken
        self.expiry = expiry
        self.maximumUses = maximumUses
        self.purpose = purpose
        self.session = session
    }

    /// - Throws: `InvalidValue` for a time that has passed or is further away than `Limits.delegationSeconds`.
    package func end(from now: Timestamp) throws(InvalidValue) -> Timestamp {
        let (field, end) =
            switch expiry {
            case .at(let moment): ("expires_at", moment)
            case .after(let seconds): ("expires_in_seconds", now.adding(seconds: seconds))
            }
        guard end > now else { throw InvalidValue(field: field, problem: "has passed") }
        guard end <= now.adding(seconds: Limits.delegationSeconds) else {
            throw InvalidValue(field: field, problem: "is more than \(Limits.delegationSeconds) seconds from now")
        }
        return end
    }
}

/// What `token.get` asks of a delegation.
package struct TokenRedemption: Sendable {
    /// As it was sent; it may be anything.
    package var handle: Secret
    /// nil: all that the delegation gives.
    package var scopes: ScopeSet?
    package var minimumLifeSeconds: Int64?
    package var forceRefresh: Bool
    /// The handle of the session that it is asked in, as it was sent.
    package var session: Secret?
    /// What a proof is wanted for, if the token needs one.
    package var proof: ProofTarget?

    package init(
        handle: Secret, scopes: ScopeSet? = nil, minimumLifeSeconds: Int64? = nil, forceRefresh: Bool = false,
        session: Secret? = nil, proof: ProofTarget? = nil
    ) {
        self.handle = handle
        self.scopes = scopes
        self.minimumLifeSeconds = minimumLifeSeconds
        self.forceRefresh = forceRefresh
        self.session = session
        self.proof = proof
    }
}

/// How a caller names the delegation that it means.
package enum DelegationSelector: Sendable {
    case id(DelegationID)
    case handle(Secret)
}

/// A delegation as its creator gets it: the one time that the handle is told.
package struct CreatedDelegation: Sendable {
    package let delegation: Delegation
    package let handle: Secret

    package init(delegation: Delegation, handle: Secret) {
        self.delegation = delegation
        self.handle = handle
    }
}

/// What `delegation.list` filters by and where its page begins.
package struct DelegationFilter: Sendable {
    package var grant: GrantID?
    package var subject: Subject?
    package var client: ClientName?
    /// nil: at every provider.
    package var providers: [ProviderName]?
    /// The page begins after this id, in order of ids.
    package var after: DelegationID?
    /// 1 to `Limits.pageSize`.
    package var limit: Int

    package init(
        grant: GrantID? = nil, subject: Subject? = nil, client: ClientName? = nil, providers: [ProviderName]? = nil,
        after: DelegationID? = nil, limit: Int = 100
    ) {
        self.grant = grant
        self.subject = subject
        self.client = client
        self.providers = providers
        self.after = after
        self.limit = limit
    }
}

/// One page of `delegation.list`, in order of ids.
package struct DelegationPage: Sendable {
    package var delegations: [Delegation]
    /// Where the next page begins; nil when this was the last.
    package var next: DelegationID?

    package init(delegations: [Delegation], next: DelegationID?) {
        self.delegations = delegations
        self.next = next
    }
}
