/// A ciphertext of one secret with its nonce and key commitment; opens only in the context that it was sealed for.
package struct SealedSecret: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// A record key wrapped by a master key.
package struct WrappedRecordKey: Hashable, Sendable {
    package let masterKey: MasterKeyVersion
    package let bytes: [UInt8]

    package init(masterKey: MasterKeyVersion, bytes: [UInt8]) {
        self.masterKey = masterKey
        self.bytes = bytes
    }
}

/// Version of a master key; the first is 1.
package struct MasterKeyVersion: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(number: Int64) { self.number = number }

    package static func < (left: MasterKeyVersion, right: MasterKeyVersion) -> Bool { left.number < right.number }
}

/// `prepared → active → retiring → destroyed`; one is active at a time.
package enum MasterKeyState: String, CaseIterable, Sendable {
    case prepared
    case active
    case retiring
    case destroyed
}

/// A master key as stored: wrapped by the seal key.
package struct StoredMasterKey: Hashable, Sendable {
    package let version: MasterKeyVersion
    package var state: MasterKeyState
    package var wrapped: [UInt8]
    package let createdAt: Timestamp
    package var activatedAt: Timestamp?
    package var retiredAt: Timestamp?
    package var destroyedAt: Timestamp?
    /// Record keys that were ever stored wrapped under it.
    package var wraps = 0

    package init(version: MasterKeyVersion, state: MasterKeyState, wrapped: [UInt8], createdAt: Timestamp) {
        self.version = version
        self.state = state
        self.wrapped = wrapped
        self.createdAt = createdAt
    }
}

/// Everything that a ciphertext is bound to (DESIGN §5): moved, swapped or older, it does not open.
package struct SealContext: Hashable, Sendable {
    /// Which column of which table the ciphertext stands in.
    package enum Place: String, CaseIterable, Sendable {
        case refreshToken = "grants.refresh_token"
        case accessToken = "access_tokens.token"
        /// The same of a token that is good only with proofs, so that none passes for another.
        case boundAccessToken = "access_tokens.token DPoP"
        case proofKey = "proof_keys.key"
        case revocationToken = "revocations.token"
        /// No ciphertext: the keyed hash of a delegation's handle.
        case delegationTag = "delegations.tag"
        case sessionDetails = "sessions.details"
        /// No ciphertext: the keyed hash of a session's handle.
        case sessionTag = "session_handles.tag"
        case sessionContent = "session_handles.content"
        /// No ciphertext: the keyed hash of an account.
        case identityAccount = "identities.account_tag"
        /// No ciphertext: the keyed hash of an account with its subject.
        case identityProof = "identities.proof"
    }

    /// Whose record it is.
    package enum Owner: Hashable, Sendable {
        case grant(GrantKey)
        case session(Subject)
        /// An account at a provider, and the subject that it is; nil where that is not bound.
        case identity(ProviderName, Subject?)

        package var subject: String {
            switch self {
            case .grant(let key): key.subject.text
            case .session(let subject): subject.text
            case .identity(_, let subject): subject?.text ?? ""
            }
        }

        /// Empty for a session, which is at no provider.
        package var provider: String {
            switch self {
            case .grant(let key): key.provider.text
            case .identity(let provider, _): provider.text
            case .session: ""
            }
        }
        package var account: String { if case .grant(let key) = self { key.account.text } else { "" } }
    }

    package let place: Place
    /// The row: the id of a grant, a revocation job, a delegation, a session, or the key of all accounts.
    package let record: Int64
    package let owner: Owner
    package let generation: Generation
    /// Tells apart what stands in one column of one record: the scopes of a cached access token.
    package let detail: String

    package init(place: Place, record: Int64, key: GrantKey, generation: Generation, detail: String = "") {
        self.init(place: place, record: record, owner: .grant(key), generation: generation, detail: detail)
    }

    package init(place: Place, record: Int64, owner: Owner, generation: Generation, detail: String = "") {
        self.place = place
        self.record = record
        self.owner = owner
        self.generation = generation
        self.detail = detail
    }
}
