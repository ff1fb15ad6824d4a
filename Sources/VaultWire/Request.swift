package import VaultCore

/// One call with its parameters checked; one case per method. Indirect, so that handing it on copies one pointer.
package indirect enum Request: Sendable {
    case grantPut(GrantPut)
    case grantLookup(GrantSelector)
    case grantList(GrantFilter)
    /// With how long the answer may wait for the provider's last word.
    case grantRevoke(GrantSelector, waitMilliseconds: Int64)
    case grantReap(ReapOrder)
    case tokenGet(TokenRequest)
    /// `token.get` by delegation.
    case tokenRedeem(TokenRedemption)
    case tokenReject(TokenRejection)
    case delegationCreate(NewDelegation)
    case delegationList(DelegationFilter)
    case delegationRevoke(DelegationSelector)
    case sessionCreate(NewSession)
    /// `session.create` of whoever an account is.
    case sessionSignIn(SessionSignIn)
    case sessionLookup(Secret)
    case sessionRenew(SessionRenewal)
    case sessionRevoke(SessionSelector)
    case sessionRevokeAll(SessionSweep)
    case sessionList(SessionFilter)
    case keyStatus
    case keyPrepare
    /// nil: the one that is prepared.
    case keyActivate(MasterKeyVersion?)
    case keyRewrap
    case keyVerify
    case keyDestroy(MasterKeyVersion)
    case providerList
    case providerTest(ProviderName)
    /// The absolute path of the file to be made.
    case backupCreate(String)
    case sealStatus
    case sealUnlock(Secret?)
    /// Whether refreshes that are under way are cut off.
    case sealLock(now: Bool)
    case sealChange(Secret?)
    case policyExplain(PolicyQuestion)
    case systemPing
    case systemHealth
    case systemInfo
    case rpcDiscover
    case systemMetrics
    case systemDiagnose
    case clientList(ConnectedFilter)
    case subjectShow(Subject)
    case subjectRevoke(Subject)
    case subjectDisable(Subject)
    case subjectEnable(Subject)
    case reportScopes(ScopeQuestion)
    case identityResolve(IdentityRequest)
    case identityForget(IdentityOblivion)
    case auditStatus
    case auditVerify
    /// With a token that must be the one, in whatever way the log tells it.
    case auditFind(AuditQuestion, token: Secret?)

    package var method: Method {
        switch self {
        case .grantPut: .grantPut
        case .grantLookup: .grantLookup
        case .grantList: .grantList
        case .grantRevoke: .grantRevoke
        case .grantReap: .grantReap
        case .tokenGet, .tokenRedeem: .tokenGet
        case .tokenReject: .tokenReject
        case .delegationCreate: .delegationCreate
        case .delegationList: .delegationList
        case .delegationRevoke: .delegationRevoke
        case .sessionCreate, .sessionSignIn: .sessionCreate
        case .sessionLookup: .sessionLookup
        case .sessionRenew: .sessionRenew
        case .sessionRevoke: .sessionRevoke
        case .sessionRevokeAll: .sessionRevokeAll
        case .sessionList: .sessionList
        case .keyStatus: .keyStatus
        case .keyPrepare: .keyPrepare
        case .keyActivate: .keyActivate
        case .keyRewrap: .keyRewrap
        case .keyVerify: .keyVerify
        case .keyDestroy: .keyDestroy
        case .providerList: .providerList
        case .providerTest: .providerTest
        case .backupCreate: .backupCreate
        case .sealStatus: .sealStatus
        case .sealUnlock: .sealUnlock
        case .sealLock: .sealLock
        case .sealChange: .sealChange
        case .policyExplain: .policyExplain
        case .systemPing: .systemPing
        case .systemHealth: .systemHealth
        case .systemInfo: .systemInfo
        case .rpcDiscover: .rpcDiscover
        case .systemMetrics: .systemMetrics
        case .systemDiagnose: .systemDiagnose
        case .clientList: .clientList
        case .subjectShow: .subjectShow
        case .subjectRevoke: .subjectRevoke
        case .subjectDisable: .subjectDisable
        case .subjectEnable: .subjectEnable
        case .reportScopes: .reportScopes
        case .identityResolve: .identityResolve
        case .identityForget: .identityForget
        case .auditStatus: .auditStatus
        case .auditVerify: .auditVerify
        case .auditFind: .auditFind
        }
    }
}
