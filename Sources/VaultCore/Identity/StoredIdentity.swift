/// That an account is a subject, as the store remembers it: the account's identifier stands there as a keyed hash alone.
package struct StoredIdentity: Hashable, Sendable {
    package let provider: ProviderName
    /// Keyed hash of the account at the provider, 32 bytes: finds it again, and tells nothing about it.
    package let accountTag: [UInt8]
    package let subject: Subject
    /// Keyed hash of the account and the subject, 32 bytes: a row whose subject was changed does not match it.
    package let proof: [UInt8]
    package let createdAt: Timestamp

    package init(
        provider: ProviderName, accountTag: [UInt8], subject: Subject, proof: [UInt8], createdAt: Timestamp
    ) {
        self.provider = provider
        self.accountTag = accountTag
        self.subject = subject
        self.proof = proof
        self.createdAt = createdAt
    }
}

/// The record key under which all accounts of a store are hashed; made once and never replaced, only wrapped anew.
package struct IdentityKey: Hashable, Sendable {
    package let record: Int64
    package let key: WrappedRecordKey

    package init(record: Int64, key: WrappedRecordKey) {
        self.record = record
        self.key = key
    }
}

/// What became of an account that wants to be a subject.
package enum IdentityClaimOutcome: String, CaseIterable, Sendable {
    /// It is that already.
    case known
    /// It is now, and is the subject's only account.
    case added
    /// It is now, beside others.
    case joined
    /// It is now, and was another subject before.
    case moved
    /// It is not: another account is.
    case subjectTaken
    /// It is not: it is another subject.
    case accountTaken
}

/// What `identity.resolve` asks for.
package struct IdentityRequest: Sendable {
    package var provider: ProviderName
    package var claims: IdentityClaims

    package init(provider: ProviderName, claims: IdentityClaims) {
        self.provider = provider
        self.claims = claims
    }
}

/// What `identity.forget` asks for.
package struct IdentityOblivion: Hashable, Sendable {
    package var subject: Subject
    /// nil: at every provider.
    package var provider: ProviderName?

    package init(subject: Subject, provider: ProviderName? = nil) {
        self.subject = subject
        self.provider = provider
    }
}
