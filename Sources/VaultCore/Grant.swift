/// What is stored about a grant but its secrets; all that any method may tell about it.
package struct Grant: Hashable, Sendable {
    package let id: GrantID
    package let subject: Subject
    package let provider: ProviderName
    package let account: Account
    package var scopes: ScopeSet
    package var status: GrantStatus
    package var generation: Generation
    package var labels: [Label]
    package var pin: SubjectPin
    /// How the user had signed in when it was put; a refresh changes nothing about it.
    package var authentication: Authentication
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// When the provider last minted an access token for it.
    package var mintedAt: Timestamp?
    package var lastUsedAt: Timestamp?
    /// When the refresh token itself dies, where the provider said so.
    package var refreshTokenExpiresAt: Timestamp?
    /// When the lineage that stands was put; nil where that was when the grant was created.
    package var putAt: Timestamp?
    /// As it was last computed (`GrantDeath`).
    package var death: GrantDeath?

    package init(
        id: GrantID, subject: Subject, provider: ProviderName, account: Account, scopes: ScopeSet,
        status: GrantStatus = .active, generation: Generation = .first, labels: [Label] = [], pin: SubjectPin = .none,
        authentication: Authentication = .unknown, createdAt: Timestamp, updatedAt: Timestamp,
        mintedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil,
        refreshTokenExpiresAt: Timestamp? = nil, putAt: Timestamp? = nil, death: GrantDeath? = nil
    ) {
        self.id = id
        self.subject = subject
        self.provider = provider
        self.account = account
        self.scopes = scopes
        self.status = status
        self.generation = generation
        self.labels = labels
        self.pin = pin
        self.authentication = authentication
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.mintedAt = mintedAt
        self.lastUsedAt = lastUsedAt
        self.refreshTokenExpiresAt = refreshTokenExpiresAt
        self.putAt = putAt
        self.death = death
    }

    package var lineagePutAt: Timestamp { putAt ?? createdAt }

    package var key: GrantKey { GrantKey(subject: subject, provider: provider, account: account) }
}

/// What makes a grant unique beside its id.
package struct GrantKey: Hashable, Sendable {
    package let subject: Subject
    package let provider: ProviderName
    package let account: Account

    package init(subject: Subject, provider: ProviderName, account: Account) {
        self.subject = subject
        self.provider = provider
        self.account = account
    }
}

/// Whether a grant can mint.
package enum GrantStatus: Hashable, Sendable {
    case active
    case reauthRequired(ReauthReason)
    /// An API wants the user to sign in again with these claims (OpenID `claims` parameter, JSON text).
    case stepUpRequired(claims: String)
}

extension GrantStatus {
    /// What a call for a token is told; nil where it can be minted.
    package var refusal: VaultError? {
        switch self {
        case .active: nil
        // As it will be in a moment.
        case .reauthRequired(.ended): .notFound(what: "grant")
        case .reauthRequired(let reason): .reauthRequired(reason, providerError: nil)
        case .stepUpRequired(let claims): .stepUpRequired(claims: claims, providerError: nil)
        }
    }
}

/// The identity that a refreshed `id_token` must still name (OIDC Core §12.2: `sub` must be the same); nil where the
/// grant is not pinned.
package struct SubjectPin: Hashable, Sendable {
    package let sub: String?
    package let tenant: String?

    package static let none = SubjectPin(sub: nil, tenant: nil)

    package init(sub: String?, tenant: String?) {
        self.sub = sub
        self.tenant = tenant
    }

    /// False only where both sides name an identity and they differ: a provider that sends no identity token cannot
    /// break the pin.
    package func allows(_ identity: SubjectPin) -> Bool {
        func agree(_ pinned: String?, _ seen: String?) -> Bool { pinned == nil || seen == nil || pinned == seen }
        return agree(sub, identity.sub) && agree(tenant, identity.tenant)
    }
}

/// How a caller names the grant that it means.
package enum GrantSelector: Hashable, Sendable {
    case id(GrantID)
    /// Without an account there must be exactly one grant of this subject at this provider.
    case subject(Subject, ProviderName, Account?)
}

/// What `grant.list` filters by and where its page begins.
package struct GrantFilter: Sendable {
    package var subject: Subject?
    package var providers: [ProviderName]?
    package var isActive: Bool?
    package var label: Label?
    /// Only those that die within it, in the order in which they do; else in order of ids.
    package var deaths: DeathWindow?
    /// From now on, in seconds: what a caller asks for, of which `deaths` is made where there is a clock.
    package var expiringWithinSeconds: Int64?
    /// The page begins behind it.
    package var after: GrantPlace?
    /// 1 to `Limits.pageSize`.
    package var limit: Int

    package init(
        subject: Subject? = nil, providers: [ProviderName]? = nil, isActive: Bool? = nil, label: Label? = nil,
        deaths: DeathWindow? = nil, expiringWithinSeconds: Int64? = nil, after: GrantPlace? = nil, limit: Int = 100
    ) {
        self.subject = subject
        self.providers = providers
        self.isActive = isActive
        self.label = label
        self.deaths = deaths
        self.expiringWithinSeconds = expiringWithinSeconds
        self.after = after
        self.limit = limit
    }

    /// Behind a grant that this filter found.
    package func place(of grant: Grant) -> GrantPlace {
        GrantPlace(id: grant.id, diesAt: deaths == nil ? nil : grant.death?.at)
    }
}
