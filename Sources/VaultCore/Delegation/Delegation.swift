/// What is stored about a delegation but its keyed hash; all that any method may tell about it.
package struct Delegation: Hashable, Sendable {
    package let id: DelegationID
    package let grant: GrantID
    /// Of the grant.
    package let key: GrantKey
    /// Who made it: it is never good for more than this client may have itself.
    package let creator: ClientName
    /// Who alone may redeem it.
    package let client: ClientName
    /// nil for all that the grant has, only where the grant names no scopes.
    package let scopes: ScopeSet?
    /// Whether a full token may stand in where the provider cannot narrow one to the scopes.
    package let givesFullToken: Bool
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// nil for as often as wanted.
    package let maximumUses: Int64?
    package let purpose: Purpose?
    /// The session that it ends with.
    package let session: SessionID?
    package var uses: Int64
    package var lastUsedAt: Timestamp?

    package init(
        id: DelegationID, grant: GrantID, key: GrantKey, creator: ClientName, client: ClientName, scopes: ScopeSet?,
        givesFullToken: Bool = false, createdAt: Timestamp, expiresAt: Timestamp, maximumUses: Int64? = nil,
        purpose: Purpose? = nil, session: SessionID? = nil, uses: Int64 = 0, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.grant = grant
        self.key = key
        self.creator = creator
        self.client = client
        self.scopes = scopes
        self.givesFullToken = givesFullToken
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.maximumUses = maximumUses
        self.purpose = purpose
        self.session = session
        self.uses = uses
        self.lastUsedAt = lastUsedAt
    }

    /// What it adds to the rules that it is used under.
    package var terms: RuleTerms { RuleTerms(scopes: scopes, givesFullToken: givesFullToken) }

    /// Why it cannot be redeemed by this client at this time; nil where it can.
    package func refusal(of client: ClientName?, at now: Timestamp) -> DelegationRefusal? {
        if client != self.client { return .foreignClient }
        if now >= expiresAt { return .expired }
        if let maximumUses, uses >= maximumUses { return .exhausted }
        return nil
    }
}

/// Why a delegation was not redeemed; for the audit log, never for the caller: to that all of them are the same.
package enum DelegationRefusal: String, Error, CaseIterable, Sendable {
    case malformed = "delegation_malformed"
    /// Never made, revoked, cleaned up, or gone with its grant.
    case unknown = "delegation_unknown"
    /// The row of its id has another keyed hash: the handle is forged, or the row was changed.
    case wrongSecret = "delegation_wrong_secret"
    case foreignClient = "delegation_foreign_client"
    case expired = "delegation_expired"
    case exhausted = "delegation_exhausted"
    /// The session that it ends with is over.
    case sessionOver = "delegation_session_over"
    /// It was good when it was looked at, and used up, revoked or expired when the use was to be counted.
    case spentMeanwhile = "delegation_spent_meanwhile"
    case creatorMayNot = "delegation_creator_may_not"
    case clientMayNot = "delegation_client_may_not"
}

/// What a delegation is for, in its creator's words: for listings only.
package struct Purpose: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` when the text is empty, longer than 200 bytes, or holds a control character.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule(name: "purpose", maximumBytes: Limits.purposeBytes).checked(text)
    }
}

/// A delegation with what recognises its handle.
package struct StoredDelegation: Sendable {
    package var delegation: Delegation
    /// The keyed hash of the handle and of all that must not change in the row.
    package var tag: [UInt8]
    package var recordKey: WrappedRecordKey

    package init(delegation: Delegation, tag: [UInt8], recordKey: WrappedRecordKey) {
        self.delegation = delegation
        self.tag = tag
        self.recordKey = recordKey
    }
}
