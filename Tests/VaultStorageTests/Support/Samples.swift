import VaultCore
import VaultTestSupport

/// Values that tests store; each differs from its neighbours where a mix-up would matter.
enum Sample {
    static let start = Timestamp(seconds: 1_700_000_000)

    static func key(
        _ subject: String = "user:default/alice", at provider: String = "github", account: String = ""
    ) throws -> GrantKey {
        GrantKey(
            subject: try Subject(subject), provider: try ProviderName(provider),
            account: account.isEmpty ? .unknown : try Account(account))
    }

    static func id(_ store: any GrantStore) throws -> GrantID {
        guard let id = GrantID(rawValue: store.reserveID()) else {
            throw InvalidValue(field: "id", problem: "is not positive")
        }
        return id
    }

    /// A grant with every optional field given.
    static func grant(_ id: GrantID, _ key: GrantKey, generation: Int64 = 1) throws -> Grant {
        Grant(
            id: id, subject: key.subject, provider: key.provider, account: key.account,
            scopes: try ScopeSet(["repo", "read:user"]), generation: Generation(number: generation),
            labels: [try Label(name: "team", value: "core"), try Label(name: "env", value: "")],
            pin: SubjectPin(sub: "sub-\(id.rawValue)", tenant: "tenant"),
            authentication: try Authentication(
                acr: "urn:c:\(id.rawValue)", amr: ["pwd", "otp"], seconds: 1_699_999_999),
            createdAt: start,
            updatedAt: start.adding(seconds: generation), mintedAt: start.adding(seconds: 2),
            lastUsedAt: start.adding(seconds: 3), refreshTokenExpiresAt: start.adding(seconds: 4))
    }

    static func lineage(_ id: GrantID, _ key: GrantKey, generation: Int64 = 1) throws -> StoredLineage {
        StoredLineage(
            grant: try grant(id, key, generation: generation),
            refreshToken: secret("refresh \(id.rawValue) \(generation)"),
            recordKey: recordKey("key \(id.rawValue) \(generation)"))
    }

    static func secret(_ text: String) -> SealedSecret { SealedSecret(bytes: Array(text.utf8)) }

    static func recordKey(_ text: String, masterKey: Int64 = 1) -> WrappedRecordKey {
        WrappedRecordKey(masterKey: MasterKeyVersion(number: masterKey), bytes: Array(text.utf8))
    }

    static func token(
        _ text: String, scopes: [String]? = nil, generation: Int64 = 1, lifeSeconds: Int64 = 3600
    ) throws -> StoredToken {
        StoredToken(
            token: secret(text), generation: Generation(number: generation),
            requestedScopes: try scopes.map { try ScopeSet($0) }, grantedScopes: try ScopeSet(["granted"]),
            mintedAt: start, expiresAt: start.adding(seconds: lifeSeconds))
    }

    static func refresh(
        of id: GrantID, to generation: Int64, replacing: Bool = true, expiry: Timestamp? = nil,
        token: StoredToken? = nil
    ) throws -> CommittedRefresh {
        CommittedRefresh(
            grant: id, newRefreshToken: replacing ? secret("refresh \(id.rawValue) \(generation)") : nil,
            newGeneration: Generation(number: generation), refreshTokenExpiresAt: expiry,
            token: try token ?? self.token("access \(generation)", generation: generation),
            mintedAt: start.adding(seconds: 100))
    }

    static func revocation(_ id: Int64, dueIn seconds: Int64 = 0) throws -> RevocationJob {
        RevocationJob(
            id: id, key: try key("user:default/gone-\(id)", account: "7"), generation: Generation(number: 3),
            token: secret("revoke \(id)"), recordKey: recordKey("revocation key \(id)"), queuedAt: start,
            dueAt: start.adding(seconds: seconds))
    }
}

extension GrantStore {
    /// Stores a first lineage under a new id.
    @discardableResult
    func putNew(_ key: GrantKey, token: StoredToken? = nil) async throws -> GrantID {
        let id = try Sample.id(self)
        try await put(try Sample.lineage(id, key), token: token, expecting: nil)
        return id
    }
}
