/// One record of the audit log: the allow-list of what may be written. No field can hold a secret or a provider's text.
package struct AuditEvent: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case decision
        /// Who connected is no client of the policy, and may ping at most.
        case connectionUnmatched = "connection_unmatched"
        /// There was no room for a connection; the reason says of whom there were too many.
        case connectionRefused = "connection_refused"
        case grantStored = "grant_stored"
        /// There are more grants of an account than its provider lets live, by one that was put now.
        case issuanceCapExceeded = "issuance_cap_exceeded"
        case grantRevoked = "grant_revoked"
        /// It had been dead for long; the reason says of what.
        case grantReaped = "grant_reaped"
        case tokenMinted = "token_minted"
        case refreshFailed = "refresh_failed"
        case reauthRequired = "reauth_required"
        /// A provider answered a refresh for another user or tenant than the grant is pinned to: the answer was neither served nor stored,
        /// and the grant waits for a sign-in. Severe: two users' tokens are mixed up there, or somebody mixes them up.
        case answerQuarantined = "answer_quarantined"
        /// An API wants a stronger sign-in before anyone gets a token of the grant again.
        case stepUpRequired = "step_up_required"
        /// Ahead of time; the reason says of what it will die.
        case refreshTokenExpiring = "refresh_token_expiring"
        /// A token left for its caller other than from memory.
        case tokenServed = "token_served"
        case tokenRejected = "token_rejected"
        /// A provider is not asked any more for a while; the reason says after what. With `client_misconfigured` nobody's grant is
        /// at fault and only an operator can mend it.
        case providerHeldBack = "provider_held_back"
        case providerRecovered = "provider_recovered"
        case delegationCreated = "delegation_created"
        case delegationRedeemed = "delegation_redeemed"
        /// The reason names which of the things that callers are not told apart it was.
        case delegationRefused = "delegation_refused"
        case delegationRevoked = "delegation_revoked"
        case sessionCreated = "session_created"
        case sessionRenewed = "session_renewed"
        /// By a call; the reason says which, or that there were too many.
        case sessionEnded = "session_ended"
        /// The reason names which of the things that callers are not told apart it was.
        case sessionRefused = "session_refused"
        /// A handle came back after its renewal: two hold the cookie. Severe; its session was ended.
        case sessionReused = "session_reused"
        /// One client sends more handles that lead nowhere than it may. Severe: somebody is guessing.
        case sessionGuessing = "session_guessing"
        /// All that the vault held of the subject was ended.
        case subjectRevoked = "subject_revoked"
        /// The same, and nothing new of it is let in.
        case subjectDisabled = "subject_disabled"
        case subjectEnabled = "subject_enabled"
        /// An account became a subject, or was known as one; the reason says which, where something changed.
        case identityResolved = "identity_resolved"
        /// The reason names which of the things that callers are not told apart it was.
        case identityRefused = "identity_refused"
        case identitiesForgotten = "identities_forgotten"
        case upstreamRevoked = "upstream_revoked"
        case upstreamRevokeFailed = "upstream_revoke_failed"
        case intentResolved = "intent_resolved"
        /// A stored value does not read back or does not open; the reason names what it was.
        case integrityFailure = "integrity_failure"
        /// Written by the log itself, with how many, after it could not keep all that was recorded.
        case recordsLost = "records_lost"
        /// Written by the log itself: a span of records begins.
        case auditSpan = "audit_span"
        /// A span ends, and is signed.
        case auditSealed = "audit_sealed"
        /// The records that the last process left are not as it wrote them. Severe: somebody changed them.
        case auditBroken = "audit_broken"
        /// A segment of the log was older than it is kept.
        case auditPruned = "audit_pruned"
        /// A sink takes no copies of records at the moment.
        case sinkFailing = "sink_failing"
        /// With how many records a sink will not get.
        case sinkLost = "sink_lost"
        case sinkRecovered = "sink_recovered"
        /// A rule of the watcher fired; which, and for whom.
        case alert
        /// The command that alerts are given to did not take one; the reason says how.
        case alertUndelivered = "alert_undelivered"
        /// Told now and then, so that a silence is no sign of peace.
        case heartbeat
        case backupCreated = "backup_created"
        /// The log tells of less than the store knows to have been in it. Severe: somebody cut it, or put an older one in its place.
        case auditLogBehind = "audit_log_behind"
        /// The store is older than what is known of it elsewhere; the reason names how it was found out. Severe: somebody put an
        /// older copy in its place, or the newest was lost.
        case rollbackDetected = "rollback_detected"
        /// The grants of a restored store were gone through.
        case storeRestored = "store_restored"
        case masterKeyPrepared = "master_key_prepared"
        case masterKeyActivated = "master_key_activated"
        /// No record is left under a retiring master key.
        case recordKeysRewrapped = "record_keys_rewrapped"
        case masterKeysVerified = "master_keys_verified"
        case masterKeyDestroyed = "master_key_destroyed"
        case configurationReloaded = "configuration_reloaded"
        case sealed
        case unsealed
        /// The master keys were wrapped under another seal key.
        case resealed
        case started
        case stopped
    }

    package enum Outcome: String, CaseIterable, Sendable {
        case allow
        case deny
        case done
        case failed
    }

    package var kind: Kind
    package var outcome: Outcome
    package var caller: Caller?
    package var method: Method?
    package var subject: Subject?
    package var provider: ProviderName?
    package var grant: GrantID?
    package var generation: Generation?
    package var delegation: DelegationID?
    package var session: SessionID?
    package var scopes: ScopeSet?
    /// The rule that said which subject an account is.
    package var identityRule: IdentityRuleName?
    package var masterKey: MasterKeyVersion?
    /// One of our own snake_case words.
    package var reason: String?
    package var providerError: ProviderErrorCode?
    /// Which token or handle it is about: that left or was made with it, or a refresh token that came.
    package var token: TokenMark?
    /// When a refresh token will die.
    package var diesAt: Timestamp?
    /// How far the store had come, with a change of it.
    package var store: StoreMark?
    /// Which of the records of that commit it is, counted from 0; nil where none was kept with a change.
    package var change: Int?

    package init(
        _ kind: Kind, _ outcome: Outcome, caller: Caller? = nil, method: Method? = nil, subject: Subject? = nil,
        provider: ProviderName? = nil, grant: GrantID? = nil, generation: Generation? = nil,
        delegation: DelegationID? = nil, session: SessionID? = nil, scopes: ScopeSet? = nil,
        identityRule: IdentityRuleName? = nil, masterKey: MasterKeyVersion? = nil,
        reason: String? = nil,
        providerError: ProviderErrorCode? = nil, diesAt: Timestamp? = nil, store: StoreMark? = nil
    ) {
        self.kind = kind
        self.outcome = outcome
        self.caller = caller
        self.method = method
        self.subject = subject
        self.provider = provider
        self.grant = grant
        self.generation = generation
        self.delegation = delegation
        self.session = session
        self.scopes = scopes
        self.identityRule = identityRule
        self.masterKey = masterKey
        self.reason = reason
        self.providerError = providerError
        self.diesAt = diesAt
        self.store = store
    }

    /// The event of this token.
    package func of(_ token: TokenMark) -> AuditEvent {
        var event = self
        event.token = token
        return event
    }

    /// The event with what the grant says about itself filled in.
    package func about(_ grant: Grant) -> AuditEvent {
        var event = self
        event.subject = grant.subject
        event.provider = grant.provider
        event.grant = grant.id
        event.generation = grant.generation
        return event
    }
}
