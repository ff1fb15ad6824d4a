import VaultCore
import VaultJSON
import VaultWire

/// One call with its parameters, before it has an id; what the public methods and `vaultctl` both send.
package enum ClientCall: Sendable {
    case putGrant(NewGrant)
    case lookupGrant(GrantSelection)
    case listGrants(GrantQuery)
    case revokeGrant(GrantSelection, waitMilliseconds: Int64?)
    case reapGrants(ReapQuery)
    case getToken(
        GrantSelection, scopes: [String]?, minimumLifeSeconds: Int64?, forceRefresh: Bool, session: SecretText?,
        proof: ProvedRequest?)
    case redeemToken(
        SecretText, scopes: [String]?, minimumLifeSeconds: Int64?, forceRefresh: Bool, session: SecretText?,
        proof: ProvedRequest?)
    case createDelegation(DelegationOffer)
    case listDelegations(DelegationQuery)
    case revokeDelegation(DelegationSelection)
    case rejectToken(SecretText, of: GrantSelection, scopes: [String]?, claims: String?)
    case createSession(NewUserSession)
    case lookUpSession(SecretText)
    case renewSession(SecretText, SessionChange)
    case endSession(UserSessionSelection)
    case endSessions(SessionSelectionScope)
    case listSessions(SessionQuery)
    case keyStatus
    case prepareKey
    /// nil: the one that is prepared.
    case activateKey(Int64?)
    case rewrapKeys
    case verifyKeys
    case destroyKey(Int64)
    case listProviders
    case testProvider(String)
    case createBackup(String)
    case sealStatus
    case unseal(SecretText?)
    /// Whether refreshes that are under way are cut off.
    case seal(now: Bool)
    case reseal(SecretText?)
    case explainPolicy(PolicyQuery)
    case ping
    case health
    case info
    case metrics
    case diagnose
    case listClients(client: String?, limit: Int64?)
    case showSubject(String)
    case revokeSubject(String)
    case disableSubject(String)
    case enableSubject(String)
    case reportScopes(client: String?, provider: String?, days: Int64?)
    case resolveIdentity(provider: String, claims: String)
    case forgetIdentities(subject: String, provider: String?)
    case auditStatus
    case verifyAudit
    case findRecords(AuditQuery)

    var method: Method {
        switch self {
        case .putGrant: .grantPut
        case .lookupGrant: .grantLookup
        case .listGrants: .grantList
        case .revokeGrant: .grantRevoke
        case .reapGrants: .grantReap
        case .getToken, .redeemToken: .tokenGet
        case .createDelegation: .delegationCreate
        case .listDelegations: .delegationList
        case .revokeDelegation: .delegationRevoke
        case .rejectToken: .tokenReject
        case .createSession: .sessionCreate
        case .lookUpSession: .sessionLookup
        case .renewSession: .sessionRenew
        case .endSession: .sessionRevoke
        case .endSessions: .sessionRevokeAll
        case .listSessions: .sessionList
        case .keyStatus: .keyStatus
        case .prepareKey: .keyPrepare
        case .activateKey: .keyActivate
        case .rewrapKeys: .keyRewrap
        case .verifyKeys: .keyVerify
        case .destroyKey: .keyDestroy
        case .listProviders: .providerList
        case .testProvider: .providerTest
        case .createBackup: .backupCreate
        case .sealStatus: .sealStatus
        case .unseal: .sealUnlock
        case .seal: .sealLock
        case .reseal: .sealChange
        case .explainPolicy: .policyExplain
        case .ping: .systemPing
        case .health: .systemHealth
        case .info: .systemInfo
        case .metrics: .systemMetrics
        case .diagnose: .systemDiagnose
        case .listClients: .clientList
        case .showSubject: .subjectShow
        case .revokeSubject: .subjectRevoke
        case .disableSubject: .subjectDisable
        case .enableSubject: .subjectEnable
        case .reportScopes: .reportScopes
        case .resolveIdentity: .identityResolve
        case .forgetIdentities: .identityForget
        case .auditStatus: .auditStatus
        case .verifyAudit: .auditVerify
        case .findRecords: .auditFind
        }
    }

    /// Whether sending it twice does what sending it once does, whatever the method says; nil: as the method says.
    var mayBeRepeated: Bool? {
        switch self {
        // Each spends a use of the delegation.
        case .redeemToken: false
        // The second finds what the first has stored.
        case .putGrant(let grant) where grant.onlyIfAbsent: true
        default: nil
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .putGrant(let grant): grant.write(to: &writer)
        case .lookupGrant(let selection): selection.write(to: &writer)
        case .revokeGrant(let selection, let wait):
            selection.write(to: &writer)
            if let wait { writer.member("wait_ms", wait) }
        case .listGrants(let query): query.write(to: &writer)
        case .reapGrants(let query): query.write(to: &writer)
        case .getToken(let selection, let scopes, let life, let forceRefresh, let session, let proof):
            selection.write(to: &writer)
            if let session { writer.member("session", secret: session) }
            proof?.write(to: &writer)
            Self.write(scopes, life, forceRefresh, to: &writer)
        case .redeemToken(let delegation, let scopes, let life, let forceRefresh, let session, let proof):
            writer.member("delegation", secret: delegation)
            if let session { writer.member("session", secret: session) }
            proof?.write(to: &writer)
            Self.write(scopes, life, forceRefresh, to: &writer)
        case .createDelegation(let delegation): delegation.write(to: &writer)
        case .listDelegations(let query): query.write(to: &writer)
        case .revokeDelegation(let selection): selection.write(to: &writer)
        case .rejectToken(let token, let selection, let scopes, let claims):
            selection.write(to: &writer)
            if let claims { writer.member("claims", claims) }
            if let scopes { writer.member("scopes", scopes) }
            writer.member("access_token", secret: token)
        case .createSession(let session): session.write(to: &writer)
        case .lookUpSession(let handle): writer.member("session", secret: handle)
        case .renewSession(let handle, let change):
            writer.member("session", secret: handle)
            change.write(to: &writer)
        case .endSession(let selection): selection.write(to: &writer)
        case .endSessions(let scope): scope.write(to: &writer)
        case .listSessions(let query): query.write(to: &writer)
        case .testProvider(let name): writer.member("provider", name)
        case .createBackup(let file): writer.member("file", file)
        case .activateKey(let version): if let version { writer.member("version", version) }
        case .destroyKey(let version): writer.member("version", version)
        case .unseal(let passphrase), .reseal(let passphrase):
            if let passphrase { writer.member("passphrase", secret: passphrase) }
        case .explainPolicy(let query): query.write(to: &writer)
        case .listClients(let client, let limit):
            if let client { writer.member("client", client) }
            if let limit { writer.member("limit", limit) }
        case .showSubject(let subject), .revokeSubject(let subject), .disableSubject(let subject),
            .enableSubject(let subject):
            writer.member("subject", subject)
        case .reportScopes(let client, let provider, let days):
            if let client { writer.member("client", client) }
            if let provider { writer.member("provider", provider) }
            if let days { writer.member("days", days) }
        case .resolveIdentity(let provider, let claims):
            ProviderAccount(provider: provider, claims: claims).write(to: &writer)
        case .forgetIdentities(let subject, let provider):
            writer.member("subject", subject)
            if let provider { writer.member("provider", provider) }
        case .seal(let now): if now { writer.member("now", true) }
        case .findRecords(let query): query.write(to: &writer)
        case .listProviders, .sealStatus, .ping, .health, .info, .metrics, .diagnose, .keyStatus, .prepareKey,
            .rewrapKeys,
            .verifyKeys,
            .auditStatus, .verifyAudit:
            break
        }
    }

    /// What `token.get` asks of the token.
    private static func write(_ scopes: [String]?, _ life: Int64?, _ forceRefresh: Bool, to writer: inout JSONWriter) {
        if let scopes { writer.member("scopes", scopes) }
        if let life { writer.member("min_ttl_seconds", life) }
        if forceRefresh { writer.member("force_refresh", true) }
    }
}

extension VaultClient {
    /// Sends the call and waits for its result.
    package func perform(_ call: ClientCall) async throws(VaultClientError) -> ResultReader {
        let entry = MethodTable.entry(call.method)
        let isRepeatable = call.mayBeRepeated ?? entry.isRepeatable
        let value = try await result(of: call.method.rawValue, isRepeatable: isRepeatable, call.write)
        return ResultReader(value, of: call.method.rawValue)
    }
}
